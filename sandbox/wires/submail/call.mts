import { type RowsFault } from '../../fault-spec.mts';
import { type SubmailAccount } from './account.mts';
import { type App } from './apps.mts';
import { type Access } from './auth.mts';
import { type Params } from './input.mts';

/** One request to an endpoint, after it was let in. */
export interface Call {
	account: SubmailAccount;
	app: App;
	params: Params;
	method: string;
	ip: string;
	/** What a fault does to the rows of this answer; empty without one. */
	rows: RowsFault;
}

export interface Endpoint extends Access {
	methods: readonly string[];
	/** Not for every app: 119, which multi* may say in rows (facts: submail §5, §11). */
	bulk?: boolean;
	/** Returns the body of the answer, or throws a Refusal. */
	answer: (call: Call) => object;
}

/** A parameter as text; absent ones are empty. */
export const text = ({ params }: Call, name: string) => params.get(name) ?? '';
