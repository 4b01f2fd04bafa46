import { type CarrierRule, fits } from './carrier-rules.mts';
import { onStage } from './stages.mts';
import { type World } from './world.mts';

/** Reports every sent message by the first rule that fits, or as delivered while `carrierDelivers` is set. */
export function deliverByItself(world: World): void {
	const { phones, timers } = world;
	onStage(phones, (stage, message) => {
		if (stage !== 'sent') return;
		const { carrierDelivers, carrierRules: rules } = world.settings;
		const usual: CarrierRule[] =
			carrierDelivers === null ? [] : [{ state: 'delivered', afterMs: carrierDelivers }];
		const rule = [...rules, ...usual].find((one) => fits(one, message));
		if (!rule || rule.state === 'silent') return;
		const { state, afterMs = 0, errorCode } = rule;
		timers.later(afterMs, () => {
			// The state may have been set by hand in the meantime.
			if (phones.find(message.id)?.state === 'sent') phones.carry(message.id, state, errorCode);
		});
	});
}
