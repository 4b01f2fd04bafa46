import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { type Rule } from './mailbox.mts';
import { linkedPageOf, type Query } from './paging.mts';

interface Kind {
	path: string;
	idName: string;
	rules: Map<number, Rule>;
	listed: string;
	added: string;
	deleted: string;
}

/** The rules that decide what becomes of receipts and inbound messages (facts: clicksend §10). */
export function automationRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { mailbox } = account;
	ruleRoutes(app, account, {
		path: '/v3/automations/sms/inbound',
		idName: 'inbound_rule_id',
		rules: mailbox.inboundRules,
		listed: 'Your list of inbound rules.',
		added: 'Your record has been added.',
		deleted: 'Your record has been deleted.',
	});
	ruleRoutes(app, account, {
		path: '/v3/automations/sms/receipts',
		idName: 'receipt_rule_id',
		rules: mailbox.receiptRules,
		listed: 'Your list of rule incoming sms receipt.',
		added: 'Your new SMS receipt has been added.',
		deleted: 'Your rule incoming sms receipt has been deleted.',
	});
}

function ruleRoutes(app: FastifyInstance, account: ClickSendAccount, kind: Kind): void {
	const { path, idName, rules } = kind;
	const shown = ({ id, fields }: Rule) => ({ [idName]: id, ...fields });

	app.get<{ Querystring: Query }>(path, ({ query }) =>
		success(kind.listed, linkedPageOf([...rules.values()].map(shown), query, path)),
	);

	app.post(path, ({ body }) => {
		const fields = fieldsOf(body);
		if (textOf(fields.rule_name) === '' || textOf(fields.action) === '') {
			throw badRequest('The rule_name and action are required.', 'MISSING_REQUIRED_FIELDS');
		}
		const rule = { id: account.nextId(), fields };
		rules.set(rule.id, rule);
		return success(kind.added, shown(rule));
	});

	app.delete<{ Params: { rule_id: string } }>(`${path}/:rule_id`, ({ params }) => {
		if (!rules.delete(Number(params.rule_id))) throw notFound('Rule record not found.');
		return success(kind.deleted, []);
	});
}
