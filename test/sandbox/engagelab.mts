/** Clients of EngageLab's wire, one per generation. */
import { type Sandbox } from '../../sandbox/server.mts';
import { type Fields, fieldsOf } from '../../sandbox/values.mts';
import { basic, type CallOptions, request } from './harness.mts';

export interface Reply {
	status: number;
	/** The raw text: JSON.parse would round large integers. */
	text: string;
	body: Fields;
	rows: Fields[];
}

const pairs = {
	current: ['/engagelab', basic('dev_key', 'dev_secret')],
	legacy: ['/engagelab/legacy', basic('sms_user', 'sms_key')],
} as const;

export function customer(sandbox: () => Sandbox, generation: keyof typeof pairs) {
	const [mount, authorization] = pairs[generation];
	return async (method: string, path: string, options: CallOptions = {}): Promise<Reply> => {
		const headers = { authorization, ...options.headers };
		const url = `${sandbox().url}${mount}${path}`;
		const response = await request(url, method, { ...options, headers });
		const text = await response.text();
		const body: unknown = JSON.parse(text);
		const rows = Array.isArray(body) ? (body as Fields[]) : [];
		return { status: response.status, text, body: fieldsOf(body), rows };
	};
}

export const server = { current: '1972488990548341001', legacy: 123 } as const;
