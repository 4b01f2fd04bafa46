/** The rules that make ClickSend call a URL when something arrives (docs/providers/clicksend.md §10). */
import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { Api } from '../../core/provider';
import { textOrNumber } from '../../core/values';
import type { WebhookKind } from '../../core/receiving/webhook';
import { collect } from '../../n8n/operations/paging';
import { path } from '../../n8n/operations/path';
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

const TYPES: readonly RuleType[] = [
	{
		kind: 'messageReceived',
		path: '/v3/automations/sms/inbound',
		idNames: ['inbound_rule_id', 'sms_inbound_rule_id'],
		fields: { dedicated_number: '*', message_search_type: 0, message_search_term: '' },
	},
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
	readonly address: string;
	/** Whether it calls its address for every event, in a format that we expect. */
	readonly works: boolean;
}

function readRule(type: RuleType, row: IDataObject): Rule {
	const said = (name: string) => textOrNumber(row[name]) ?? '';
	return {
		type,
		id: type.idNames.map(said).find((id) => id !== '') ?? '',
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
			const request = { method: 'GET', path: type.path } as const;
			const answer = await collect({ read: readAnswer, paging }, api, request, Infinity);
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
			const url = `${type.path}${path`/${id}`}`;
			const answer = readAnswer(await api.request({ method: 'DELETE', path: url }));
			// A rule that is already gone counts as removed; one that fails does not stop the others.
			if (!answer.ok && answer.status !== 404) failed = answer;
		}
		return failed ?? { ok: true, value: undefined };
	}

	async function add(type: RuleType, name: string, address: string): Promise<RuleResult<Rule>> {
		const body = {
			...type.fields,
			rule_name: name,
			action: 'URL',
			action_address: address,
			enabled: 1,
			webhook_type: 'json',
		};
		const answer = readAnswer(await api.request({ method: 'POST', path: type.path, body }));
		if (!answer.ok) return answer;
		const rule = readRule(type, { ...(answer.data as IDataObject | null) });
		return rule.id === '' ? { ok: false, failure: FAILED_ID } : { ok: true, value: rule };
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
				const rule = await add(type, name, address);
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
