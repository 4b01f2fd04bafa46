/** The rules that make ClickSend call a URL when something arrives (docs/providers/clicksend.md §10). */
import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import { textOrNumber } from '../../core/values';
import type { WebhookKind } from '../../core/receiving/webhook';
import { collect } from '../../n8n/operations/paging';
import { path } from '../../n8n/operations/path';
import type { TextRules } from '../../n8n/asking/rules';
import type { RuleResult, WebhookRules } from '../../n8n/receiving/webhook-rules';
import { paging, readAnswer } from './client';

interface RuleType {
	readonly kind: WebhookKind;
	readonly path: string;
	/** Names of the ID: the official example uses another one in the list of inbound rules. */
	readonly idNames: readonly string[];
	/** The fields of this type of rule besides name and target. */
	readonly fields: IDataObject;
	/** Accounts that may not use the channel have no such rules, and need none. */
	readonly isOptional?: true;
}

const INBOUND: RuleType = {
	kind: 'messageReceived',
	path: '/v3/automations/sms/inbound',
	idNames: ['inbound_rule_id', 'sms_inbound_rule_id'],
	fields: { dedicated_number: '*', message_search_type: 0, message_search_term: '' },
};

const TYPES: readonly RuleType[] = [
	INBOUND,
	{
		kind: 'deliveryReport',
		path: '/v3/automations/sms/receipts',
		idNames: ['receipt_rule_id'],
		fields: { match_type: 0 },
	},
	{
		kind: 'deliveryReport',
		path: '/v3/automations/voice/receipts',
		idNames: ['receipt_rule_id'],
		fields: { match_type: 0 },
		isOptional: true,
	},
];

/** Whether ClickSend says that the account has no such rules. */
const isDenied = ({ isOptional }: RuleType, answer: { readonly status?: number }): boolean =>
	isOptional === true && (answer.status === 403 || answer.status === 404);

interface Rule {
	readonly type: RuleType;
	readonly id: string;
	readonly name: string;
	readonly address: string;
	/** Whether it calls its address for every event, in a format that we expect. */
	readonly works: boolean;
}

function readRule(type: RuleType, row: IDataObject): Rule {
	const said = (name: string) => textOrNumber(row[name]) ?? '';
	return {
		type,
		id: type.idNames.map(said).find((id) => id !== '') ?? '',
		name: said('rule_name'),
		address: said('action_address'),
		works:
			said('action') === 'URL' &&
			['1', 'true'].includes(String(row.enabled)) &&
			// A list may omit these fields; that does not count against the rule.
			['', 'json', 'post'].includes(said('webhook_type')) &&
			['', '*'].includes(said('dedicated_number')) &&
			['', '0'].includes(said('message_search_type')),
	};
}

const FAILED_ID: Failure = {
	class: 'unknownOutcome',
	message: 'ClickSend’s answer has no ID for the new rule',
	hint: 'Check the automation rules in ClickSend before publishing the workflow again.',
};

const listRules = async (api: Api, type: RuleType, more: Pick<ApiRequest, 'brief'> = {}) =>
	await collect(
		{ read: readAnswer, paging },
		api,
		{ method: 'GET', path: type.path, ...more },
		Infinity,
	);

/** A rule that is already gone counts as removed. */
async function removeRule(api: Api, type: RuleType, id: string): Promise<RuleResult<void>> {
	const url = `${type.path}${path`/${id}`}`;
	const answer = readAnswer(await api.request({ method: 'DELETE', path: url }));
	return answer.ok || answer.status === 404 ? { ok: true, value: undefined } : answer;
}

/** @param more fields of this type of rule that differ, and whether something urgent waits for it */
async function addRule(
	api: Api,
	type: RuleType,
	{ name, address }: Pick<Rule, 'name' | 'address'>,
	{ brief, fields }: Pick<ApiRequest, 'brief'> & { readonly fields?: IDataObject } = {},
): Promise<RuleResult<Rule>> {
	const body = {
		...type.fields,
		...fields,
		rule_name: name,
		action: 'URL',
		action_address: address,
		enabled: 1,
		webhook_type: 'json',
	};
	const answer = readAnswer(await api.request({ method: 'POST', path: type.path, body, brief }));
	if (!answer.ok) return answer;
	const rule = readRule(type, { ...(answer.data as IDataObject | null) });
	return rule.id === '' ? { ok: false, failure: FAILED_ID } : { ok: true, value: rule };
}

interface Found {
	/** Those that call one of our addresses. */
	readonly rules: readonly Rule[];
	/** The types that the account can have. */
	readonly types: readonly RuleType[];
}

/** The rules of one account that point to a workflow. Other rules are never touched. */
export function clickSendRules(api: Api): WebhookRules {
	/** The rules of the given types that call one of our addresses. */
	async function ours(
		isOurs: (address: string) => boolean,
		wanted: readonly RuleType[] = TYPES,
	): Promise<RuleResult<Found>> {
		const found: Rule[] = [];
		const types: RuleType[] = [];
		for (const type of wanted) {
			const answer = await listRules(api, type);
			if (!answer.ok && isDenied(type, answer)) continue;
			if (!answer.ok) return answer;
			types.push(type);
			for (const row of answer.rows) found.push(readRule(type, row));
		}
		const rules = found.filter(({ id, address }) => id !== '' && isOurs(address));
		return { ok: true, value: { rules, types } };
	}

	async function remove(rules: readonly Rule[]): Promise<RuleResult<void>> {
		let failed: RuleResult<void> | undefined;
		for (const { type, id } of rules) {
			const answer = await removeRule(api, type, id);
			// One that fails does not stop the others.
			if (!answer.ok) failed = answer;
		}
		return failed ?? { ok: true, value: undefined };
	}

	return {
		async exists({ address, isOurs, kinds }) {
			const found = await ours(isOurs);
			if (!found.ok) return found;
			const { rules, types } = found.value;
			const wanted = types.filter(({ kind }) => kinds.includes(kind));
			const isRight = ({ address: target, works }: Rule) => target === address && works;
			const everyKind = wanted.every((type) =>
				rules.some((rule) => rule.type === type && isRight(rule)),
			);
			const value = everyKind && rules.length === wanted.length;
			return { ok: true, value };
		},

		async create({ address, isOurs, kinds, name }) {
			const found = await ours(isOurs);
			if (!found.ok) return found;
			const { rules, types } = found.value;
			const kept = new Map<RuleType, Rule>();
			for (const rule of rules) {
				const isWanted = kinds.includes(rule.type.kind) && rule.works && rule.address === address;
				if (isWanted && !kept.has(rule.type)) kept.set(rule.type, rule);
			}
			const added: Rule[] = [];
			for (const type of types.filter((one) => kinds.includes(one.kind) && !kept.has(one))) {
				const rule = await addRule(api, type, { name, address });
				if (!rule.ok && isDenied(type, rule)) continue;
				if (!rule.ok) {
					// All or nothing: half of the rules would look as if everything worked.
					await remove(added);
					return rule;
				}
				added.push(rule.value);
			}
			const keptRules = [...kept.values()];
			const removed = await remove(rules.filter((rule) => !keptRules.includes(rule)));
			return { ok: true, value: removed.ok ? undefined : removed.failure };
		},

		async remove(isOurs) {
			let failed: RuleResult<void> | undefined;
			for (const type of TYPES) {
				const found = await ours(isOurs, [type]);
				const removed = found.ok ? await remove(found.value.rules) : found;
				if (!removed.ok) failed = removed;
			}
			return failed ?? { ok: true, value: undefined };
		},
	};
}

/** The endpoints of the rules of questions. */
export const TEXT_RULE_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'GET', path: INBOUND.path },
	{ method: 'POST', path: INBOUND.path },
	{ method: 'DELETE', path: `${INBOUND.path}/{inbound_rule_id}` },
];

/**
 * The rules that pass on replies to questions. Each looks for the code of its question, because only ten
 * rules act on one message (docs/providers/clicksend.md §10).
 */
export const clickSendTextRules = (api: Api): TextRules => ({
	async list() {
		const answer = await listRules(api, INBOUND, { brief: true });
		if (!answer.ok) return answer;
		const rules = answer.rows.map((row) => readRule(INBOUND, row));
		return { ok: true, value: rules.filter(({ id }) => id !== '') };
	},
	async add({ name, address, contains }) {
		const fields = { message_search_type: 2, message_search_term: contains };
		const added = await addRule(api, INBOUND, { name, address }, { brief: true, fields });
		return added.ok ? { ok: true, value: added.value.id } : added;
	},
	remove: async (id) => await removeRule(api, INBOUND, id),
});
