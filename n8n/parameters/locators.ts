/** Selects one resource of the account: from a list, or by ID. */
import type { INodePropertyMode } from 'n8n-workflow';
import type { Field } from './fields';

export interface Locator<N extends string> {
	readonly displayName: string;
	readonly name: N;
	readonly description: string;
	/** Name of the node's list search method. */
	readonly search: string;
	/** Placeholder of the ID mode: `e.g. 428`. */
	readonly placeholder: string;
	/** Hint of the ID mode. */
	readonly hint?: string;
	/** What the second mode takes: an ID, or the value itself if the resource is a text such as a sender. */
	readonly by?: 'id' | 'value';
	/** Whether a value must be chosen. */
	readonly required?: true;
	/** Another locator of the same operation that the list depends on. */
	readonly within?: string;
	readonly when?: Field['when'];
}

const MODES = { id: 'By ID', value: 'By Value' } as const;

/** Declares a locator as a field; the operation gets its value as a string. */
export function locator<const N extends string>({
	search,
	placeholder,
	hint,
	by = 'id',
	required,
	within,
	when,
	...named
}: Locator<N>) {
	const modes: INodePropertyMode[] = [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: search, searchable: true },
		},
		{ displayName: MODES[by], name: by, type: 'string', placeholder, ...(hint && { hint }) },
	];
	return {
		...named,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required && { required }),
		modes,
		...(within !== undefined && {
			typeOptions: { loadOptionsDependsOn: [`${within}.value`] },
		}),
		...(when && { when }),
	} as const satisfies Field;
}
