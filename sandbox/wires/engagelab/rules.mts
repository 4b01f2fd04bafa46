/** What both generations ask of names and texts. */

/** 2 to 60 characters, none of `[ ] 【 】` (facts: engagelab §2.1, §3.3). */
export function isSignName(value: unknown): value is string {
	if (typeof value !== 'string') return false;
	const { length } = [...value];
	return length >= 2 && length <= 60 && !/[[\]【】]/.test(value);
}

/** What a template of the current generation may not contain (facts: engagelab §3.2). */
export const isTemplateContent = (value: unknown): value is string =>
	typeof value === 'string' && value !== '' && !/[[\]【】、]|测试|test/.test(value);

export const isName = (value: unknown, most: number): value is string =>
	typeof value === 'string' && value !== '' && [...value].length <= most;

/** `{name}` and `{{name}}` (current), `%name%` (legacy): the pages of the documentation differ. */
const placeholders = {
	current: /\{\{(\w+)\}\}|\{(\w+)\}/g,
	legacy: /%(\w+)%/g,
} as const;

/** The text that arrives; what has no value stays as it stands (facts: engagelab §3.1). */
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
