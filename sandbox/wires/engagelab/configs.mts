/** What the signs and the templates of the current generation have in common (facts: engagelab §3.4). */
import { type EngageLabAccount } from './account.mts';
import { Refusal } from './refusal.mts';

export const success = { code: 0, message: 'success' };

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** HTTP 400 with code 400, for everything that is wrong with a call. */
export const badConfig = (message: string): Refusal => new Refusal(400, 400, message);

/** The stored thing that the path names. */
export function findConfig<T>(
	known: ReadonlyMap<string, T>,
	id: string,
	kind: 'sign' | 'template',
): T {
	if (!/^\d+$/.test(id)) throw badConfig(`invalid ${kind}Id`);
	const found = known.get(id);
	if (found === undefined) throw badConfig(`${kind} config not exist`);
	return found;
}

/** Refuses what is under review, or in use by a sending that waits. */
export function checkChangeable(
	{ id, status }: { id: string; status: number },
	account: EngageLabAccount,
	kind: 'sign' | 'template',
): void {
	if (status === 1) throw badConfig(`can not update pending status ${kind}`);
	if (account.isPlanned(id)) {
		throw badConfig(`there are pending or running plans using current ${kind}, can not update`);
	}
}

/** The review's word on what was just made; a switch, for the sandbox has nobody who reviews. */
export const reviewed = ({ world }: EngageLabAccount): number =>
	({ pending: 1, approved: 2, rejected: 3 })[world.settings.engageLabReview];
