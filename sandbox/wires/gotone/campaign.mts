import { type FastifyInstance } from 'fastify';
import { textOf } from '../../values.mts';
import { type GoToneAccount } from './account.mts';
import { required, success } from './envelope.mts';
import { deliver, refusalOf } from './gateway.mts';
import { findGroup } from './groups.mts';
import { inputOf } from './input.mts';
import { checkBalance } from './send.mts';
import { readOutgoing } from './outgoing.mts';

const stored =
	'Your campaign successfully store and is being produced in the background. Track the process in the Reports -> Campaigns Menu';

/**
 * POST sms/campaign, on v3 only: everyone in the groups gets the text, later and without an answer per
 * recipient (docs/providers/gotone.md §5, campaigns).
 */
export function campaignRoutes(app: FastifyInstance, account: GoToneAccount): void {
	app.post('/sms/campaign', (request) => {
		const input = inputOf(request);
		const lists = textOf(input.contact_list_id);
		if (lists.trim() === '') throw required('contact_list_id');
		const groups = lists.split(',').map((uid) => findGroup(account, uid.trim()));
		const phones = groups.flatMap(({ uid }) => account.contactsOf(uid)).map(({ phone }) => phone);
		// At most 100 recipients is a limit of sms/send; the text is checked as there.
		const outgoing = readOutgoing({ ...input, recipient: '61400000000' }, 'v3', account.world);
		const recipients = [...new Set(phones.map(String))];
		checkBalance({ ...outgoing, recipients }, account);
		const { sendAt } = outgoing;
		recipients
			.filter((to) => refusalOf(to, account) === undefined)
			.forEach((to, index) =>
				deliver(account, outgoing, { to, index, rows: {}, ...(sendAt && { sendAt }) }),
			);
		return success(null, stored);
	});
}
