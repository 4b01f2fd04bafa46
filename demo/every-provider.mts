import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';

/** The person whom the scene with every provider greets. */
export const GUEST = { name: 'Ada' };

/** The text of each provider, independent of the workflow (see `expectedTexts` in alert.mts). */
export const GREETINGS: ReadonlyArray<Text & { provider: string }> = [
	{ provider: 'clickSend', to: '+61411111111', text: 'Hello Ada, from ClickSend' },
	{ provider: 'smsMobileApi', to: '+61422222222', text: 'Hello Ada, from SMSMobileAPI' },
	{ provider: 'goToneSms', to: '+61433333333', text: 'Hello Ada, from GoTone SMS' },
	{ provider: 'submail', to: '+8613800138000', text: '【Sandbox】Hello Ada, from SUBMAIL' },
	{ provider: 'engageLabSms', to: '+61444444444', text: 'Hello Ada, from EngageLab SMS' },
];

/** The problems with the greetings that arrived, one line each. */
export function findGreetingFaults(
	arrived: ReadonlyArray<Pick<PhoneMessage, 'to' | 'text' | 'provider'>>,
): string[] {
	const misrouted = GREETINGS.filter(({ to, provider }) =>
		arrived.some((message) => message.to === to && message.provider !== provider),
	);
	return [
		...findFaults(GREETINGS, arrived),
		...misrouted.map(({ to, provider }) => `did not come through ${provider}: the text to ${to}`),
	];
}
