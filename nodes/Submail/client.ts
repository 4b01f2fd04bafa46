/**
 * SUBMAIL's wire: accounts, answers and paging (docs/providers/submail.md §1 to §4, §7). Everything
 * else of the provider goes through here.
 */
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';
import { answerReader } from '../../n8n/operations/answers';
import type { Client, Paging } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { stamped } from './clock';
import { codeOf, NO_SIGNATURES, requestFailure } from './errors';
import { onceAMinute } from './onceAMinute';

/** An app at SUBMAIL: it sends either within mainland China or to everywhere else. */
export interface SubmailApi extends Api {
	readonly isInternational: boolean;
}

/** Rows of templates are 50 a page, whatever is asked for; of the log as many as are asked for. */
const PAGE = 50;
const LARGEST_PAGE = 1000;

/** What an international app has of its own (docs/providers/submail.md §7, §9); the rest is shared. */
const INTERNATIONAL: Readonly<Record<string, string>> = {
	'/sms/send.json': '/internationalsms/send.json',
	'/sms/xsend.json': '/internationalsms/xsend.json',
	'/sms/multixsend.json': '/internationalsms/multixsend.json',
	'/sms/batchsend.json': '/internationalsms/batchsend.json',
	'/sms/template.json': '/internationalsms/template.json',
	'/balance/sms.json': '/balance/internationalsms.json',
};

/** What an international app has not (docs/providers/submail.md §7 to §9). */
const DOMESTIC_ONLY: readonly string[] = [
	'/sms/log.json',
	'/sms/mo.json',
	'/sms/reports.json',
	'/sms/appextend.json',
];

const NOT_ABROAD: ApiOutcome = {
	kind: 'notSent',
	reason: {
		class: 'configuration',
		code: 'DOMESTIC_ONLY',
		message: 'SUBMAIL has this for domestic apps only',
		hint: 'Use a credential with a domestic app, or look at the SUBMAIL console.',
	},
};

/**
 * Templates are paged by an offset, and SUBMAIL's documents disagree whether it counts templates or
 * pages (docs/providers/submail.md §6): the answer names its first row, and tells.
 */
function pagedTemplates(api: Api): Api {
	let inPages = false;
	const byPages = (request: ApiRequest, offset: number): ApiRequest => ({
		...request,
		query: { ...request.query, offset: offset / PAGE },
	});
	return {
		async request(request) {
			const offset = Number(request.query?.offset ?? 0);
			if (request.method !== 'GET' || offset === 0) return await api.request(request);
			if (inPages) return await api.request(byPages(request, offset));
			const outcome = await api.request(request);
			if (outcome.kind !== 'response' || !isObject(outcome.body)) return outcome;
			const { start_row: first } = outcome.body;
			if (first === undefined || Number(first) === offset + 1) return outcome;
			inPages = true;
			return await api.request(byPages(request, offset));
		},
	};
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
 * @param isAsIs leave dates as they are asked for: who asks tells the answers apart by themselves
 */
export function openSubmail(
	api: Api,
	{ appType, signatureType }: Readonly<Record<string, unknown>>,
	isAsIs = false,
): SubmailApi {
	const isInternational = appType === 'international';
	const isHashed = signatureType === 'md5' || signatureType === 'sha1';
	const timed = stamped(api, ({ method }) => isHashed || method === 'GET');
	const wire = isAsIs ? timed : pagedTemplates(onceAMinute(timed));
	return {
		isInternational,
		async request(request) {
			if (isInternational && DOMESTIC_ONLY.includes(request.path)) return NOT_ABROAD;
			const path = (isInternational && INTERNATIONAL[request.path]) || request.path;
			return await wire.request(withForm({ ...request, path }));
		},
	};
}

/** The address of a credential, without what people put behind it. */
export const addressOf = (baseUrl: unknown): string =>
	String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');

async function connect(
	ctx: RequestContext,
	{ timeoutMs, isAsIs }: { readonly timeoutMs?: number; readonly isAsIs?: boolean },
): Promise<SubmailApi> {
	const credential = await ctx.getCredentials('submailApi');
	const baseUrl = addressOf(credential.baseUrl);
	const api = createApi(ctx, { credentialType: 'submailApi', baseUrl, timeoutMs });
	return openSubmail(api, credential, isAsIs);
}

/** Opens the app that the node's credential names. */
export const connectSubmail = async (
	ctx: RequestContext,
	timeoutMs?: number,
): Promise<SubmailApi> => await connect(ctx, { timeoutMs });

/** The same for the inbox, which asks for periods of its own and tells the answers apart itself. */
export const connectSubmailInbox = async (ctx: RequestContext): Promise<SubmailApi> =>
	await connect(ctx, { isAsIs: true });

const hasNoSignatures = (body: unknown): boolean => codeOf(body) === NO_SIGNATURES;

/** Judges an answer; for operations that are not sends. */
export const readAnswer = answerReader(
	(response) => (hasNoSignatures(response.body) ? undefined : requestFailure(response)),
	(body) => (hasNoSignatures(body) ? { smsSignature: [] } : body),
);

/** What the lists call their rows (docs/providers/submail.md §6 to §8). */
const ROWS = ['templates', 'data', 'mo', 'smsSignature'] as const;

const rowsOf = (data: unknown) =>
	rowsIn(isObject(data) ? ROWS.map((name) => data[name]).find(Array.isArray) : undefined);

/** The log and the replies: as much as is wanted in one page, for the next one is a minute away. */
export const logPaging: Paging = {
	pageSize: (wanted) => Math.min(LARGEST_PAGE, Math.max(1, wanted)),
	query: (page, size) => ({ rows: size, offset: page * size }),
	read(data) {
		const rows = rowsOf(data);
		const { offset = 0, total = 0 } = isObject(data) ? data : {};
		return { rows, more: Number(offset) + rows.length < Number(total) };
	},
};

/** Templates, by an offset. */
export const paging: Paging = {
	pageSize: () => PAGE,
	query: (page, size): Record<string, number> => (page === 0 ? {} : { offset: page * size }),
	read(data) {
		const rows = rowsOf(data);
		return { rows, more: rows.length >= PAGE };
	},
};

export const client: Client = {
	connect: async (ctx) => await connectSubmail(ctx),
	read: readAnswer,
	paging,
};

export const logClient: Client = { ...client, paging: logPaging };

/** Signatures have one page, however many there are. */
export const signClient: Client = { ...client, paging: onePage(rowsOf) };
