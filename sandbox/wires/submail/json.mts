import { type Fields, isFields } from '../../values.mts';
import { type JsonProblem, Refusal } from './errors.mts';

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** Why a text is not JSON: 3 when only its control characters are wrong, otherwise 4. */
const problemOf = (text: string): JsonProblem => (isJson(text.replace(/\p{Cc}/gu, '')) ? 3 : 4);

function parse(text: string, code: string): unknown {
	if (!isJson(text)) throw new Refusal(code, problemOf(text));
	return JSON.parse(text);
}

/** `vars`: an object as a JSON string; absent means none. Else 307 (docs/providers/submail.md §2, §4). */
export function readVars(text: string): Fields {
	if (text === '') return {};
	const vars = parse(text, '307');
	if (!isFields(vars)) throw new Refusal('307', 2);
	return vars;
}

/** `multi`: an array as a JSON string. 309 if invalid, 410 if empty (docs/providers/submail.md §4, §11). */
export function readMulti(text: string): unknown[] {
	if (text === '') throw new Refusal('410');
	const multi = parse(text, '309');
	if (!Array.isArray(multi)) throw new Refusal('309', 2);
	if (multi.length === 0) throw new Refusal('410');
	return multi;
}
