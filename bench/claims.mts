/** The comparisons of the benchmark. */
import { createHash } from 'node:crypto';
import { type IDataObject } from 'n8n-workflow';
import { advance, startOf } from '../core/receiving/cursor.ts';
import { parsePhone } from '../core/text/phone.ts';
import { segment } from '../core/text/segments.ts';
import { compare, median, type Ratio } from './measure.mts';
import { profile, type Share } from './profile.mts';
import { type Stage, TWO_PARAMETERS } from './stage.mts';

export interface Size {
	readonly texts: number;
	readonly rounds: number;
}

const EXPRESSIONS = { to: '={{ $json.phone }}', message: '={{ $json.text }}' };

/** Different recipients and texts, so that nothing is a duplicate. */
const textsOf = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({
		phone: `+614${String(n).padStart(8, '0')}`,
		text: `Disk ${n} of server-${n % 97} is ${n % 100} % full`,
	}));

const sendSms = (provider: string, authentication: string) => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	parameters: {
		operation: 'send',
		providers: [provider],
		[`${provider}Authentication`]: authentication,
		...EXPRESSIONS,
	},
});

const BULK = sendSms('clickSend', 'clickSendApi');
const SINGLE = sendSms('smsMobileApi', 'smsMobileApi');

/**
 * The ratio of the time on the main thread, without drift: the speed of a machine changes from run to
 * run, so each run is measured in units of the time that n8n takes for the expressions in that run.
 */
export interface Steady {
	/** The median of all rounds. */
	readonly ratio: number;
	readonly limit: number;
	readonly ratios: readonly number[];
}

/** The project's main performance claim, and where the time goes. */
export async function sendClaim(
	stage: Stage,
	{ texts, rounds }: Size,
): Promise<{ ratio: Ratio; steady: Steady; shares: Share[] }> {
	const items = textsOf(texts);
	const send = async () => {
		const sent = await stage.run(BULK, items);
		const accepted = sent.filter(({ json }) => json.outcome === 'accepted').length;
		if (accepted !== texts) throw new Error(`${accepted} of ${texts} texts were accepted`);
	};
	const read = () => stage.run({ type: TWO_PARAMETERS, parameters: EXPRESSIONS }, items);
	const ratio = await compare(
		{
			name: `${texts} texts through Send SMS`,
			of: 'Send SMS with ClickSend / a node that reads both parameters by expression and returns them',
		},
		{ work: send, base: read, rounds },
	);
	let shares: Share[] = [];
	const ratios: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const base = await profile(read);
		shares = await profile(send);
		ratios.push(perEvaluation(shares) / perEvaluation(base));
	}
	return { ratio, steady: { ratio: median(ratios), limit: 1.35, ratios }, shares };
}

/** These evaluate the expressions, which are the same in both nodes. */
const EVALUATION = ['n8n-workflow', 'luxon'];

/** The whole time, in units of the time that n8n takes for the expressions. */
function perEvaluation(shares: readonly Share[]): number {
	const sum = (some: readonly Share[]) => some.reduce((total, { ms }) => total + ms, 0);
	return sum(shares) / sum(shares.filter(({ owner }) => EVALUATION.includes(owner)));
}

/** One request per text, compared with a thousand texts per request. */
export async function bulkClaim(stage: Stage, { texts, rounds }: Size): Promise<Ratio> {
	const few = textsOf(Math.ceil(texts / 10));
	return await compare(
		{
			name: `${few.length} texts, one request each`,
			of: 'SMSMobileAPI (single) / ClickSend (bulk)',
		},
		{ work: () => stage.run(SINGLE, few), base: () => stage.run(BULK, few), rounds },
	);
}

const PAGE = 100;

/** All rows of ClickSend's history. */
export async function listClaim(
	stage: Stage,
	url: string,
	{ texts, rounds }: Size,
): Promise<Ratio> {
	const read = {
		type: 'n8n-nodes-sms-suite.clickSend',
		parameters: {
			...{ resource: 'sms', operation: 'getAll', authentication: 'clickSendApi' },
			returnAll: true,
		},
	};
	const headers = {
		authorization: `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`,
	};
	// Not what all the sends before have left: the sandbox reads its whole history for each page.
	await fetch(`${url}/__sandbox/reset`, { method: 'POST' });
	await stage.run(BULK, textsOf(Math.ceil(texts / 10)));
	const rows = (await stage.run(read, [{}])).length;
	const fetchAll = async () => {
		for (let page = 1; page <= Math.ceil(rows / PAGE); page++) {
			const where = `${url}/clicksend/v3/sms/history?page=${page}&limit=${PAGE}`;
			await (await fetch(where, { headers })).json();
		}
	};
	return await compare(
		{
			name: `${rows} rows of a list`,
			of: 'ClickSend: SMS: Get Many / fetching and parsing the same pages',
		},
		{ work: () => stage.run(read, [{}]), base: fetchAll, rounds },
	);
}

/** A poll that finds one new message among all those it remembers. */
export async function cursorClaim({ texts, rounds }: Size): Promise<Ratio> {
	const now = 1_700_000_000;
	const rows = Array.from({ length: texts }, (_, n) => ({
		...{ key: `message ${n}`, at: now - 3600 + Math.floor((3600 * n) / texts), isWanted: true },
	}));
	const limits = { now, most: texts };
	const { cursor } = advance(startOf('x', false), { rows, isComplete: true }, limits);
	const more = { rows: [...rows, { key: 'new', at: now, isWanted: true }], isComplete: true };
	const hash = (key: string) =>
		createHash('sha256').update(`x\n${key}`).digest('base64').slice(0, 8);
	const known = new Set(rows.map(({ key }) => hash(key)));
	return await compare(
		{
			name: `the cursor with ${texts} messages seen`,
			of: 'advance / hashing and looking up each row',
		},
		{
			work: () => {
				const { fresh } = advance(cursor, more, limits);
				if (fresh.length !== 1) throw new Error(`${fresh.length} messages are new, not one`);
			},
			base: () => more.rows.filter(({ key }) => !known.has(hash(key))),
			rounds,
		},
	);
}

/** The processing of every text before it is sent. */
export async function textClaims({ texts, rounds }: Size): Promise<Ratio[]> {
	const items = textsOf(texts) as Array<{ phone: string; text: string }>;
	const looked = () => items.reduce((sum, { text }) => sum + [...text].length, 0);
	return [
		await compare(
			{ name: `segments of ${texts} texts`, of: 'segment / counting the characters' },
			{ work: () => items.map(({ text }) => segment(text)), base: looked, rounds },
		),
		await compare(
			{ name: `phone numbers of ${texts} texts`, of: 'parsePhone / checking the format' },
			{
				work: () => items.map(({ phone }) => parsePhone(phone)),
				base: () => items.filter(({ phone }) => /^\+[1-9]\d{6,14}$/.test(phone)),
				rounds,
			},
		),
	];
}
