/** The rules of both generations for names and texts. */

/** 2 to 60 characters, without `[ ] 【 】` (docs/providers/engagelab.md §2.1, §3.3). */
export function isSignName(value: unknown): value is string {
	if (typeof value !== 'string') return false;
	const { length } = [...value];
	return length >= 2 && length <= 60 && !/[[\]【】]/.test(value);
}

/** Checks the forbidden texts of a template of the current generation (docs/providers/engagelab.md §3.2). */
export const isTemplateContent = (value: unknown): value is string =>
	typeof value === 'string' && value !== '' && !/[[\]【】、]|测试|test/.test(value);

export const isName = (value: unknown, most: number): value is string =>
	typeof value === 'string' && value !== '' && [...value].length <= most;

/** `{name}` and `{{name}}` (current; pages of the documentation differ), `%name%` (legacy). */
const placeholders = {
	current: /\{\{(\w+)\}\}|\{(\w+)\}/g,
	legacy: /%(\w+)%/g,
} as const;

/** Fills in a template; a placeholder without a value stays as it is (docs/providers/engagelab.md §3.1). */
export function fill(
	content: string,
	values: Readonly<Record<string, string>>,
	generation: keyof typeof placeholders,
): string {
	return content.replace(placeholders[generation], (whole, first?: string, second?: string) => {
		const name = first ?? second ?? '';
		return Object.hasOwn(values, name) ? (values[name] ?? '') : whole;
	});
}
