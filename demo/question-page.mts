/** The page behind the link of a question, used as a browser without scripts uses it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailure } from './failure.mts';
import { request } from './request.mts';

const PATIENCE_MS = 30_000;

/** n8n answers 409 until it has stored that the execution waits. */
async function load(link: string, form?: URLSearchParams): Promise<string> {
	const end = Date.now() + PATIENCE_MS;
	for (;;) {
		const response = await request(link, form && { method: 'POST', body: form });
		const text = await response.text();
		if (response.ok) return text;
		if (response.status !== 409 || Date.now() > end) {
			throw new DemoFailure(
				`The page of the question answered ${response.status}: ${text.slice(0, 300)}`,
			);
		}
		await sleep(100);
	}
}

/** The buttons of a page: the value of each by its label. */
const buttonsOf = (html: string): Map<string, string> =>
	new Map(
		[...html.matchAll(/<button name="answer" value="(\w+)"[^>]*>([^<]*)</g)].map(
			([, value = '', label = '']) => [label, value],
		),
	);

/**
 * Opens the link in a text and taps on a button; returns the page that follows.
 *
 * @throws DemoFailure if the page has no such button, or if n8n refuses
 */
export async function tap(link: string, label: string): Promise<string> {
	const page = await load(link);
	const value = buttonsOf(page).get(label);
	if (value === undefined) throw new DemoFailure(`The page at ${link} has no button “${label}”.`);
	return await load(link, new URLSearchParams({ answer: value }));
}
