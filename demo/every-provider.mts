import { type PhoneMessage } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';

/** Who is greeted in the scene with every provider. */
export const GUEST = { name: 'Ada' };

/** The text of each provider; written down here once more, so that the demo does not check n8n against itself. */
export const GREETINGS: ReadonlyArray<Text & { provider: string }> = [
	{ provider: 'clickSend', to: '+61411111111', text: 'Hello Ada, from ClickSend' },
	{ provider: 'smsMobileApi', to: '+61422222222', text: 'Hello Ada, from SMSMobileAPI' },
	{ provider: 'goToneSms', to: '+61433333333', text: 'Hello Ada, from GoTone SMS' },
	{ provider: 'submail', to: '+8613800138000', text: '【Sandbox】Hello Ada, from SUBMAIL' },
	{ provider: 'engageLabSms', to: '+61444444444', text: 'Hello Ada, from EngageLab SMS' },
];

/** What is wrong with the greetings that arrived, one sentence each. */
export function findGreetingFaults(
	arrived: ReadonlyArray<Pick<PhoneMessage, 'to' | 'text' | 'provider'>>,
): string[] {
	const strangers = GREETINGS.filter(({ to, provider }) =>
		arrived.some((message) => message.to === to && message.provider !== provider),
	);
	return [
		...findFaults(GREETINGS, arrived),
		...strangers.map(({ to, provider }) => `did not come through ${provider}: the text to ${to}`),
	];
}
