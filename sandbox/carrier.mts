import { onStage } from './stages.mts';
import { type World } from './world.mts';

/** Delivers every sent message automatically, as long as `carrierDelivers` is set. */
export function deliverByItself(world: World): void {
	const { phones, timers } = world;
	onStage(phones, (stage, { id }) => {
		const wait = world.settings.carrierDelivers;
		if (stage !== 'sent' || wait === null) return;
		timers.later(wait, () => {
			// The state may have been set by hand in the meantime.
			if (phones.find(id)?.state === 'sent') phones.carry(id, 'delivered');
		});
	});
}
