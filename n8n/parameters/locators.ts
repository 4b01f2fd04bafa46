/** The choice of one thing of the account: from its list, or by ID. */
import type { INodePropertyMode } from 'n8n-workflow';
import type { Field } from './fields';

export interface Locator<N extends string> {
	readonly displayName: string;
	readonly name: N;
	readonly description: string;
	/** The node's method that searches the list. */
	readonly search: string;
	/** Of the second way: `e.g. 428`. */
	readonly placeholder: string;
	/** Of the second way. */
	readonly hint?: string;
	/** What the second way takes: an ID, unless the thing itself is a text such as a sender. */
	readonly by?: 'id' | 'value';
	/** Whether something has to be chosen. */
	readonly required?: true;
	/** Another locator of the same operation, on which the list depends. */
	readonly within?: string;
	readonly when?: Field['when'];
}

const MODES = { id: 'By ID', value: 'By Value' } as const;

/** A locator as a field; its value reaches the operation as a text. */
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
