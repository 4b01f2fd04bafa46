/**
 * Downloads the files of received messages as binary data of their items. A file that cannot be
 * downloaded never holds back its message: the item keeps the address, and says what was wrong.
 */
import type {
	IBinaryKeyData,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import { isPrivateUrl } from '../../core/addresses';
import { settle } from '../../core/values';
import { exchangeBytes, lowerCaseHeaders } from '../http/request';
import { classifyError } from '../http/request-errors';
import type { Member } from '../parameters/fields';

/** What downloading needs of n8n's contexts; triggers of both kinds have it. */
export interface MediaContext {
	readonly helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest' | 'prepareBinaryData'>;
}

/** The option of both triggers. */
export const MEDIA_OPTION = {
	displayName: 'Download Media',
	name: 'downloadMedia',
	type: 'boolean',
	default: false,
	description:
		'Whether to download the pictures and other files of received messages, as the binary fields media_0, media_1 and so on. The addresses are in media either way; they may expire after days.',
} as const satisfies Member;

const AT_ONCE = 5;
const MOST_REDIRECTS = 3;
/** All files of one execution together, because they may be in memory at the same time. */
const MOST_BYTES = 64 * 1024 * 1024;

interface File {
	readonly content: Buffer;
	readonly type?: string;
	readonly name?: string;
}

/** The last part of the address as the name of a file. */
function nameOf(url: string): string | undefined {
	const last = new URL(url).pathname.split('/').at(-1) ?? '';
	const name = last.replace(/[^\w.-]/g, '_').slice(-100);
	return name === '' ? undefined : name;
}

/** @param own the origin of the account's own Base URL, the only one that may be private */
const isForbidden = (url: string, own: string | undefined): boolean =>
	isPrivateUrl(url) && (own === undefined || new URL(url).origin !== own);

export interface Download {
	/** How long all downloads may take, in milliseconds. */
	readonly withinMs: number;
	/** The origin of the account's Base URL: only that may be a private address. */
	readonly own?: string;
}

class Downloads {
	private bytes = 0;
	private readonly until: number;

	constructor(
		private readonly ctx: MediaContext,
		private readonly limits: Download,
	) {
		this.until = Date.now() + limits.withinMs;
	}

	/** One request, without any credential. */
	private async open(url: string) {
		const timeoutMs = this.until - Date.now();
		if (timeoutMs <= 0) return 'there was no time left';
		const options: IHttpRequestOptions = {
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// Followed below, so that every address is checked.
			disableFollowRedirect: true,
			timeout: timeoutMs,
		};
		const done = await settle(
			exchangeBytes({ timeoutMs }, async (abortSignal) => {
				return await this.ctx.helpers.httpRequest({ ...options, abortSignal });
			}),
		);
		if (done.ok) return done.value;
		const outcome = classifyError(done.error, new URL(url).host, timeoutMs);
		return outcome.kind === 'response' ? 'it did not answer' : outcome.reason.message;
	}

	/** The file, or why there is none. */
	private async read(address: string): Promise<File | string> {
		let url = address;
		for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
			if (isForbidden(url, this.limits.own)) return 'it is a private address';
			const answer = await this.open(url);
			if (typeof answer === 'string') return answer;
			const { statusCode: status, body: content } = answer;
			const { location, 'content-type': type } = lowerCaseHeaders(answer.headers);
			if (status >= 300 && status < 400 && location !== undefined) {
				if (!URL.canParse(location, url)) return 'it leads to no valid address';
				url = new URL(location, url).href;
				if (!/^https?:/.test(url)) return 'it leads to an address that is not http';
				continue;
			}
			if (status < 200 || status >= 300) {
				return `it answered with HTTP ${status}; addresses of files expire`;
			}
			this.bytes += content.length;
			if (this.bytes > MOST_BYTES) return 'the files have more than 64 MiB together';
			return { content, type: type?.split(';')[0]?.trim() || undefined, name: nameOf(url) };
		}
		return 'it was redirected too often';
	}

	/** Adds the files at these addresses to an item. */
	async attach(item: INodeExecutionData, urls: readonly string[]): Promise<void> {
		const binary: IBinaryKeyData = {};
		const problems: string[] = [];
		for (const [at, url] of urls.entries()) {
			const field = `media_${at}`;
			const file = await this.read(url);
			if (typeof file === 'string') {
				problems.push(`${field} could not be downloaded: ${file}`);
				continue;
			}
			const { helpers } = this.ctx;
			const data = await settle(helpers.prepareBinaryData(file.content, file.name, file.type));
			if (data.ok) binary[field] = data.value;
			else problems.push(`${field} could not be stored by n8n`);
		}
		if (Object.keys(binary).length > 0) item.binary = binary;
		if (problems.length > 0) item.json.mediaError = problems.join('. ');
	}
}

/**
 * Adds the files of messages to their items, 5 items at a time. Never throws.
 *
 * @param items items of received messages; those without `media` stay as they are
 */
export async function downloadMedia(
	ctx: MediaContext,
	items: readonly INodeExecutionData[],
	limits: Download,
): Promise<void> {
	const downloads = new Downloads(ctx, limits);
	await forEachBounded(items, AT_ONCE, async (item) => {
		const { media } = item.json;
		if (Array.isArray(media)) await downloads.attach(item, media as string[]);
	});
}
