/**
 * The two API generations that share the name (docs/providers/engagelab.md §2, §3). Operations write
 * requests in the current one's form, below `/signs` and `/templates`; each generation converts them.
 */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { baseAddress } from '../../core/addresses';
import type { Failure } from '../../core/outcome';
import type { ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';

export type GenerationName = 'current' | 'legacy';

export interface Generation {
	readonly name: GenerationName;
	/** The address of the production service; paths start with /v1. */
	readonly baseUrl: string;
	/** The request in this generation's form, or the reason it would be refused. */
	toWire(request: ApiRequest): ApiRequest | Failure;
	/** Keeps the requested rows if the generation's API cannot filter. */
	filter(rows: readonly unknown[], request: ApiRequest): unknown[];
	/** Whether the answer to a list is one of this generation. */
	isList(body: unknown): boolean;
}

const refuse = (message: string, hint: string): Failure => ({ class: 'content', message, hint });

const length = (value: unknown) => [...String(value ?? '')].length;

const FORBIDDEN = /[[\]【】、]|测试|\btest\b/;

/** Checks only the documented limits of a template; the API checks the rest. */
function checkCurrentTemplate(body: object): Failure | undefined {
	const {
		template_name: name,
		template_content: content,
		country_codes: countries,
	} = body as IDataObject;
	if (length(name) > 255) {
		return refuse('Template Name has more than 255 characters', 'Shorten the name.');
	}
	if (!countries) {
		return refuse(
			'Country Codes is empty, but the current generation requires it',
			'Enter the countries to send to, for example CN,US.',
		);
	}
	if (FORBIDDEN.test(String(content))) {
		return refuse(
			'Content contains characters or words that EngageLab does not allow',
			'Leave out 【 】 、 [ ] and the words 测试 and test.',
		);
	}
	return undefined;
}

const isTemplate = (request: ApiRequest): boolean => request.path.startsWith('/templates');

export const current: Generation = {
	name: 'current',
	baseUrl: 'https://smsapi.engagelab.com',

	toWire(request) {
		const problem =
			isTemplate(request) && request.body ? checkCurrentTemplate(request.body) : undefined;
		if (problem) return problem;
		const path = request.path.replace(/^\/(sign|template)s/, '/v1/$1-configs');
		// None of its calls takes a query: filtering is done in `filter`.
		return { ...request, path, query: undefined };
	},

	// The list has no filter (docs/providers/engagelab.md §3.3): match as loosely as the legacy
	// generation.
	filter(rows, { query }) {
		const wanted = String(query?.sign_name ?? '').toLowerCase();
		if (wanted === '') return [...rows];
		return rows.filter((row) =>
			String((row as IDataObject | null)?.sign_name ?? '')
				.toLowerCase()
				.includes(wanted),
		);
	},

	isList: (body) => Array.isArray(body),
};

/** 0 code, 1 notice, 2 marketing (docs/providers/engagelab.md §2.2). */
export const LEGACY_TYPES: readonly string[] = ['authentication', 'utility', 'marketing'];

/** International, the only documented msg_type (docs/providers/engagelab.md §2.2). */
const INTERNATIONAL = 2;

/** An id as an integer, or as text if a double cannot hold it exactly. */
export const legacyId = (id: string): number | string =>
	/^\d+$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id;

function legacyTemplate(body: object): object | Failure {
	const {
		template_name: name,
		template_content: content,
		template_type: type,
		sign_id: sign,
	} = body as IDataObject;
	if (length(name) > 64) {
		return refuse(
			'Template Name has more than 64 characters, the limit of the legacy generation',
			'Shorten the name.',
		);
	}
	if (length(content) > 512) {
		return refuse(
			'Content has more than 512 characters, the limit of the legacy generation',
			'Shorten the text.',
		);
	}
	return {
		template_name: name,
		msg_type: INTERNATIONAL,
		template_type: LEGACY_TYPES.indexOf(String(type)),
		template_content: content,
		...(sign !== undefined && { sign_id: legacyId(String(sign)) }),
	};
}

export const legacy: Generation = {
	name: 'legacy',
	baseUrl: 'https://sms.api.engagelab.cc',

	toWire(request) {
		const path = `/v1${request.path}`;
		if (!isTemplate(request) || !request.body) return { ...request, path };
		const body = legacyTemplate(request.body);
		return 'class' in body ? (body as Failure) : { ...request, path, body };
	},

	filter: (rows) => [...rows],

	isList: (body) => isObject(body) && Array.isArray(body.result),
};

export const generationOf = (name: unknown): Generation => (name === 'legacy' ? legacy : current);

/** The address before `/v1`. The documentation prints it with `/v1`, so both forms are accepted. */
export function baseUrlOf({ baseUrl, generation }: ICredentialDataDecryptedObject): string {
	const written = baseAddress(baseUrl, /\/v1(\/messages|\/send)?$/i);
	return written || generationOf(generation).baseUrl;
}
