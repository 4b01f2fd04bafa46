/** A request's path; every interpolated value becomes one encoded segment: path`/lists/${id}`. */
export const path = (texts: TemplateStringsArray, ...values: string[]): string =>
	String.raw({ raw: texts }, ...values.map((value) => encodeURIComponent(value.trim())));

/**
 * Whether a segment is "." or "..". Encoding does not protect those: URLs resolve them, and deleting
 * the contact ".." of a list would delete the list.
 */
export const leavesItsPlace = (requestPath: string): boolean =>
	requestPath.split('/').some((segment) => /^\.{1,2}$/.test(segment));
