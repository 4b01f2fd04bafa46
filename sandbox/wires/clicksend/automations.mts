import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { linkedPageOf, pageOf, type Query } from './paging.mts';
import { type Rule } from './rules.mts';

interface One {
	Params: { rule_id: string };
}

interface Kind {
	path: string;
	idName: string;
	/** The field's name in the list, where that may differ. */
	listIdName?: () => string;
	/** Whether its pages have links; those of receipts have none (OpenAPI). */
	hasLinks?: true;
	rules: Map<number, Rule>;
	listed: string;
	one: string;
	added: string;
	changed: string;
	deleted: string;
}

/** The rules for receipts and inbound messages (docs/providers/clicksend.md §10). */
export function automationRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const { mailbox } = account;
	ruleRoutes(app, account, {
		path: '/v3/automations/sms/inbound',
		idName: 'inbound_rule_id',
		listIdName: () => account.world.settings.clickSendRuleIdName,
		hasLinks: true,
		rules: mailbox.inboundRules,
		listed: 'Your list of inbound rules.',
		one: 'Your inbound rule.',
		added: 'Your record has been added.',
		changed: 'Your record has been updated.',
		deleted: 'Your record has been deleted.',
	});
	ruleRoutes(app, account, {
		path: '/v3/automations/sms/receipts',
		idName: 'receipt_rule_id',
		rules: mailbox.receiptRules,
		listed: 'Your list of rule incoming sms receipt.',
		// "voice" is what the OpenAPI says.
		one: 'Your rule incoming voice receipt.',
		added: 'Your new SMS receipt has been added.',
		changed: 'Your rule incoming sms receipt has been updated.',
		deleted: 'Your rule incoming sms receipt has been deleted.',
	});
	ruleRoutes(app, account, {
		path: '/v3/automations/voice/receipts',
		idName: 'receipt_rule_id',
		rules: mailbox.voiceRules,
		listed: 'Your voice receipts.',
		one: 'Your rule incoming voice receipt.',
		added: 'Your new voice receipt has been added.',
		changed: 'Your rule incoming voice receipt.',
		deleted: 'Your rule voice receipt has been deleted.',
	});
}

function ruleRoutes(app: FastifyInstance, account: ClickSendAccount, kind: Kind): void {
	const { path, idName, rules } = kind;
	const shown = ({ id, fields }: Rule) => ({ [idName]: id, ...fields });
	const find = (id: string): Rule => {
		const rule = rules.get(Number(id));
		if (!rule) throw notFound('Rule record not found.');
		return rule;
	};

	const listed = ({ id, fields }: Rule) => ({
		[kind.listIdName?.() ?? idName]: id,
		...fields,
	});

	app.get<{ Querystring: Query }>(path, ({ query }) =>
		success(
			kind.listed,
			(kind.hasLinks ? linkedPageOf : pageOf)([...rules.values()].map(listed), query, path),
		),
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

	app.get<One>(`${path}/:rule_id`, ({ params }) => success(kind.one, shown(find(params.rule_id))));

	// [unsure] Fields that are not given keep their values.
	app.put<One>(`${path}/:rule_id`, ({ params, body }) => {
		const rule = find(params.rule_id);
		rule.fields = { ...rule.fields, ...fieldsOf(body) };
		return success(kind.changed, shown(rule));
	});

	app.delete<One>(`${path}/:rule_id`, ({ params }) => {
		rules.delete(find(params.rule_id).id);
		return success(kind.deleted, []);
	});
}
