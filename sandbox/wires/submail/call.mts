import { type RowsFault } from '../../fault-spec.mts';
import { type Upload } from '../../multipart.mts';
import { type SubmailAccount } from './account.mts';
import { type App } from './apps.mts';
import { type Access } from './auth.mts';
import { type Params } from './input.mts';

/** One authenticated request to an endpoint. */
export interface Call {
	account: SubmailAccount;
	app: App;
	params: Params;
	files: ReadonlyMap<string, Upload[]>;
	method: string;
	ip: string;
	/** How a fault changes the rows of this answer; empty without a fault. */
	rows: RowsFault;
}

export interface Endpoint extends Access {
	methods: readonly string[];
	/** Refused with 119 for some apps; multi* checks this itself (docs/providers/submail.md §5, §11). */
	bulk?: boolean;
	/** Returns the body of the answer, or throws a Refusal. */
	answer: (call: Call) => object;
}

/** A parameter as text; empty when absent. */
export const text = ({ params }: Call, name: string) => params.get(name) ?? '';
