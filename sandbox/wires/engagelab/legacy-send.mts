import { type FastifyInstance } from 'fastify';
import { fieldsOf, isTextList } from '../../values.mts';
import { type EngageLabAccount } from './account.mts';
import { noTemplate } from './legacy-templates.mts';
import { idText } from './legacy-values.mts';
import { deliver, isTextMap, readTarget } from './phone.mts';
import { Refusal } from './refusal.mts';
import { fill } from './rules.mts';

/** The only documented code of a refused send is that of a missing template. */
const refused = (what: string) => new Refusal(400, 33099, `Invalid ${what}`);

/** POST /v1/send, as third-party programs use it (docs/providers/engagelab.md §2.4). */
export function legacySendRoutes(app: FastifyInstance, account: EngageLabAccount): void {
	app.post('/v1/send', (request) => {
		const { to, body: content } = fieldsOf(request.body);
		if (!isTextList(to) || to.length === 0) throw refused('to');
		const { template_id: id, vars = {} } = fieldsOf(content);
		if (!isTextMap(vars)) throw refused('vars');
		const template = account.templates.get(idText(id));
		if (!template) throw noTemplate();
		if (template.status !== 1) throw refused('template status');
		const targets = to.map(readTarget);
		const { engageLabRefusedNumber, engageLabLegacySend } = account.world.settings;
		if (engageLabRefusedNumber === 'error' && targets.includes(undefined)) throw refused('to');

		const text = fill(template.content, vars, 'legacy');
		const ids = targets.flatMap((target) => {
			if (!target) return [];
			const smsId = `${account.nextId()}_${target.e164.slice(1)}`;
			deliver(account, target, { id: smsId, text, template });
			return [smsId];
		});
		return engageLabLegacySend === 'bare' ? { result: {} } : { result: { sms_ids: ids } };
	});
}
