/**
 * SUBMAIL's API client: accounts, answers and paging (docs/providers/submail.md §1 to §4, §7).
 * Everything else for this provider uses it.
 */
import { baseAddress } from '../../core/addresses';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';
import { answerReader } from '../../n8n/operations/answers';
import type { Client, Paging } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { stamped } from './clock';
import { codeOf, NO_SIGNATURES, requestFailure } from './errors';
import { onceAMinute } from './onceAMinute';
import { withFitMessages } from './said';
import { isDigest } from './signature';

/** A SUBMAIL app: it sends either within mainland China or to all other countries. */
export interface SubmailApi extends Api {
	readonly isInternational: boolean;
}

/** A page of templates always has 50 rows; a page of the log has as many as requested. */
const PAGE = 50;
const LARGEST_PAGE = 1000;

/** Paths that differ for international apps (docs/providers/submail.md §7, §9); others are shared. */
const INTERNATIONAL: Readonly<Record<string, string>> = {
	'/sms/send.json': '/internationalsms/send.json',
	'/sms/xsend.json': '/internationalsms/xsend.json',
	'/sms/multixsend.json': '/internationalsms/multixsend.json',
	'/sms/batchsend.json': '/internationalsms/batchsend.json',
	'/sms/template.json': '/internationalsms/template.json',
	'/balance/sms.json': '/balance/internationalsms.json',
};

/** Paths that international apps do not have (docs/providers/submail.md §7 to §9). */
const DOMESTIC_ONLY: readonly string[] = [
	'/sms/log.json',
	'/sms/mo.json',
	'/sms/reports.json',
	'/sms/appextend.json',
	'/addressbook/sms/subscribe.json',
	'/addressbook/sms/unsubscribe.json',
];

const NOT_ABROAD: ApiOutcome = {
	kind: 'notSent',
	reason: {
		class: 'configuration',
		code: 'DOMESTIC_ONLY',
		message: 'SUBMAIL offers this for domestic apps only',
		hint: 'Use a credential with a domestic app, or look in the SUBMAIL console.',
	},
};

/**
 * Templates are paged by an offset, and SUBMAIL's documents disagree on whether it counts templates
 * or pages (docs/providers/submail.md §6). The answer shows which, because it has its first row's number.
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

/** Lists use POST here, so the paging parameters go into the form. */
function withForm(request: ApiRequest): ApiRequest {
	if (request.method === 'GET') return request;
	const { query = {}, ...rest } = request;
	const paging = Object.entries(query).map(([name, value]) => [name, value?.toString()]);
	return { ...rest, form: { ...request.form, ...Object.fromEntries(paging) } };
}

/**
 * Opens an app over an API: its own paths, SUBMAIL's clock, and no answers to other requests.
 *
 * @param data the credential's fields
 * @param isAsIs do not change dates, because the caller recognises answers to other requests itself
 */
export function openSubmail(
	api: Api,
	{ appType, appKey, signatureType }: Readonly<Record<string, unknown>>,
	isAsIs = false,
): SubmailApi {
	const isInternational = appType === 'international';
	const isHashed = isDigest(signatureType);
	const secrets = [String(appKey ?? '').trim()].filter((secret) => secret !== '');
	// Also the answers of the clock, whose failures become those of other requests.
	const fit: Api = {
		request: async (request) => withFitMessages(await api.request(request), request, secrets),
	};
	const timed = stamped(fit, ({ method }) => isHashed || method === 'GET');
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

/** The Base URL of a credential; SUBMAIL's documents print whole addresses: `…/sms/send.json`. */
export const addressOf = (baseUrl: unknown): string =>
	baseAddress(baseUrl, /\/(sms|internationalsms|message)(\/x?send(\.json)?)?$/i);

async function connect(
	ctx: RequestContext,
	{ timeoutMs, isAsIs }: { readonly timeoutMs?: number; readonly isAsIs?: boolean },
): Promise<SubmailApi> {
	const credential = await readCredential(ctx, 'submailApi', {
		appId: 'App ID',
		appKey: 'App Key',
	});
	const baseUrl = addressOf(credential.baseUrl);
	const api = createApi(ctx, { credentialType: 'submailApi', baseUrl, timeoutMs });
	return openSubmail(api, credential, isAsIs);
}

/** Opens the app that the node's credential names. */
export const connectSubmail = async (
	ctx: RequestContext,
	timeoutMs?: number,
): Promise<SubmailApi> => await connect(ctx, { timeoutMs });

/** The same for the inbox, which chooses its own periods and recognises answers to other requests. */
export const connectSubmailInbox = async (ctx: RequestContext): Promise<SubmailApi> =>
	await connect(ctx, { isAsIs: true });

const hasNoSignatures = (body: unknown): boolean => codeOf(body) === NO_SIGNATURES;

/** Reads the answer to an operation other than a send. */
export const readAnswer = answerReader(
	(response) => (hasNoSignatures(response.body) ? undefined : requestFailure(response)),
	(body) => (hasNoSignatures(body) ? { smsSignature: [] } : body),
);

/** The names of the rows in list answers (docs/providers/submail.md §6 to §8). */
const ROWS = ['templates', 'data', 'mo', 'smsSignature'] as const;

const rowsOf = (data: unknown) =>
	rowsIn(isObject(data) ? ROWS.map((name) => data[name]).find(Array.isArray) : undefined);

/** Paging of the log and the replies: as many rows as possible, because each page takes a minute. */
export const logPaging: Paging = {
	pageSize: (wanted) => Math.min(LARGEST_PAGE, Math.max(1, wanted)),
	query: (page, size) => ({ rows: size, offset: page * size }),
	read(data) {
		const rows = rowsOf(data);
		const { offset = 0, total = 0 } = isObject(data) ? data : {};
		return { rows, more: Number(offset) + rows.length < Number(total) };
	},
};

/** Paging of templates by an offset, which international apps may not know. */
export const paging: Paging = {
	endsByRepeating: true,
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

/** Signatures are always returned in one page. */
export const signClient: Client = { ...client, paging: onePage(rowsOf) };
