/**
 * SUBMAIL's wire: accounts, answers and paging (facts: submail §1 to §4, §7). Everything else of the
 * provider goes through here.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';
import type { Answer, Client, Paging } from '../../n8n/operation';
import { createApi, type RequestContext } from '../../n8n/request';
import { stamped } from './clock';
import { codeOf, NO_SIGNATURES, requestFailure } from './errors';

/** An app at SUBMAIL: it sends either within mainland China or to everywhere else. */
export interface SubmailApi extends Api {
	readonly isInternational: boolean;
}

/** Rows of templates are 50 a page, whatever is asked for; of the log as many as are asked for. */
const PAGE = 50;
const LARGEST_PAGE = 1000;

/** What an international app has of its own (facts: submail §7, §9); the rest is shared. */
const INTERNATIONAL: Readonly<Record<string, string>> = {
	'/sms/send.json': '/internationalsms/send.json',
	'/sms/xsend.json': '/internationalsms/xsend.json',
	'/sms/multixsend.json': '/internationalsms/multixsend.json',
	'/sms/batchsend.json': '/internationalsms/batchsend.json',
	'/sms/template.json': '/internationalsms/template.json',
	'/balance/sms.json': '/balance/internationalsms.json',
};

/** Answers once a minute and repeats itself until then, whatever it is asked (facts: submail §7). */
const ONCE_A_MINUTE: readonly string[] = ['/sms/log.json', '/sms/mo.json'];

const REPEATED: ApiOutcome = {
	kind: 'notSent',
	reason: {
		class: 'rateLimited',
		code: 'CACHED',
		message: 'SUBMAIL answers this once a minute, and repeated an earlier answer',
		hint: 'Wait a minute, or ask for less: only one page can be had per minute.',
	},
};

/** Whether an answer is for another question than the one that was asked. */
function isRepeated({ form }: ApiRequest, { body }: { readonly body: unknown }): boolean {
	if (!isObject(body)) return false;
	return ['start_date', 'end_date', 'offset'].some((field) => {
		const asked = form?.[field];
		const echoed = body[field];
		if (asked === undefined || echoed === undefined) return false;
		return String(echoed) !== asked;
	});
}

/**
 * Templates are paged by an offset, and SUBMAIL's documents disagree whether it counts templates or
 * pages (facts: submail §6): the answer names its first row, and tells.
 */
async function offsetTemplates(api: Api, request: ApiRequest): Promise<ApiOutcome> {
	const outcome = await api.request(request);
	const offset = Number(request.query?.offset ?? 0);
	if (outcome.kind !== 'response' || offset === 0 || !isObject(outcome.body)) return outcome;
	const { start_row: first } = outcome.body;
	if (first === undefined || Number(first) === offset + 1) return outcome;
	return await api.request({ ...request, query: { ...request.query, offset: offset / PAGE } });
}

/** Lists go by POST here: what pages them belongs into the form. */
function withForm(request: ApiRequest): ApiRequest {
	if (request.method === 'GET') return request;
	const { query = {}, ...rest } = request;
	const paging = Object.entries(query).map(([name, value]) => [name, value?.toString()]);
	return { ...rest, form: { ...request.form, ...Object.fromEntries(paging) } };
}

/**
 * An app's wire over a port: its own paths, its clock, and no answer that belongs to another question.
 *
 * @param data the credential's fields
 */
export function openSubmail(
	api: Api,
	{ appType, signatureType }: Readonly<Record<string, unknown>>,
): SubmailApi {
	const isInternational = appType === 'international';
	const isHashed = signatureType === 'md5' || signatureType === 'sha1';
	const timed = stamped(api, ({ method }) => isHashed || method === 'GET');
	return {
		isInternational,
		async request(request) {
			const path = (isInternational && INTERNATIONAL[request.path]) || request.path;
			const asked = withForm({ ...request, path });
			if (asked.method === 'GET' && asked.query?.offset !== undefined) {
				return await offsetTemplates(timed, asked);
			}
			const outcome = await timed.request(asked);
			if (outcome.kind !== 'response' || !ONCE_A_MINUTE.includes(path)) return outcome;
			return isRepeated(asked, outcome) ? REPEATED : outcome;
		},
	};
}

/** The address of a credential, without what people put behind it. */
export const addressOf = (baseUrl: unknown): string =>
	String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');

/** Opens the app that the node's credential names. */
export async function connectSubmail(ctx: RequestContext, timeoutMs?: number): Promise<SubmailApi> {
	const credential = await ctx.getCredentials('submailApi');
	const baseUrl = addressOf(credential.baseUrl);
	const api = createApi(ctx, { credentialType: 'submailApi', baseUrl, timeoutMs });
	return openSubmail(api, credential);
}

/** Judges an answer; for operations that are not sends. */
export function readAnswer(outcome: ApiOutcome): Answer {
	if (outcome.kind !== 'response') return { ok: false, failure: outcome.reason };
	const failure = requestFailure(outcome);
	if (!failure) return { ok: true, data: outcome.body };
	if (codeOf(outcome.body) === NO_SIGNATURES) return { ok: true, data: { smsSignature: [] } };
	return { ok: false, failure, status: outcome.status };
}

/** What the lists call their rows (facts: submail §6 to §8). */
const ROWS = ['templates', 'data', 'mo', 'smsSignature'] as const;

const rowsIn = (data: unknown): IDataObject[] => {
	if (!isObject(data)) return [];
	const rows = ROWS.map((name) => data[name]).find(Array.isArray);
	return ((rows ?? []) as unknown[]).filter(isObject) as IDataObject[];
};

/** The log and the replies: as much as is wanted in one page, for the next one is a minute away. */
export const logPaging: Paging = {
	pageSize: (wanted) => Math.min(LARGEST_PAGE, Math.max(1, wanted)),
	query: (page, size) => ({ rows: size, offset: page * size }),
	read(data) {
		const rows = rowsIn(data);
		const { offset = 0, total = 0 } = isObject(data) ? data : {};
		return { rows, more: Number(offset) + rows.length < Number(total) };
	},
};

/** Templates, by an offset; and lists that have one page only, which then is not full. */
export const paging: Paging = {
	pageSize: () => PAGE,
	query: (page, size): Record<string, number> => (page === 0 ? {} : { offset: page * size }),
	read(data) {
		const rows = rowsIn(data);
		return { rows, more: rows.length >= PAGE };
	},
};

export const client: Client = {
	connect: async (ctx) => await connectSubmail(ctx),
	read: readAnswer,
	paging,
};

export const logClient: Client = { ...client, paging: logPaging };
