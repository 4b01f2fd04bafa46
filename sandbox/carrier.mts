import { onStage } from './stages.mts';
import { type World } from './world.mts';

/** A carrier that needs nobody to play it, while `carrierDelivers` says so. */
export function deliverByItself(world: World): void {
	const { phones, timers } = world;
	onStage(phones, (stage, { id }) => {
		const wait = world.settings.carrierDelivers;
		if (stage !== 'sent' || wait === null) return;
		timers.later(wait, () => {
			// Somebody may have been faster.
			if (phones.find(id)?.state === 'sent') phones.carry(id, 'delivered');
		});
	});
}
