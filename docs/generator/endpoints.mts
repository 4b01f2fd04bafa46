/** Where an operation's requests go, in every way to the account. */
import {
	type Client,
	type RequestOperation,
	type Resource,
} from '../../n8n/operations/operation.ts';
import { requestsOf } from './requests.mts';
import { type Call, callsOf, type Way } from './ways.mts';

/** One endpoint in one way. */
export interface Reached extends Call {
	readonly way: Way;
	/** As the operation states it; clients may put something in front, or say it differently. */
	readonly stated: string;
}

/** Whether the editor offers a resource in this way. */
export const isOffered = ({ when = {} }: Resource, { parameters }: Way): boolean =>
	Object.entries(when).every(
		([name, allowed]) => parameters[name] === undefined || allowed.includes(parameters[name]),
	);

/**
 * @param ways those in which the operation is offered
 * @throws Error where no way leads anywhere, or no sample values were accepted
 */
export async function reach(
	operation: RequestOperation,
	client: Client,
	ways: readonly Way[],
): Promise<Reached[]> {
	const reached = new Map<string, Reached>();
	for (const { request, template } of requestsOf(operation)) {
		for (const way of ways) {
			for (const call of await callsOf(client, way, request)) {
				const one = { ...call, path: template(call.path), stated: template(request.path), way };
				const key = JSON.stringify([ways.indexOf(way), one.method, one.path, one.address]);
				if (!reached.has(key)) reached.set(key, one);
			}
		}
	}
	if (reached.size > 0) return [...reached.values()];
	throw new Error(`${operation.action}: its client refuses the sample values in every way`);
}
