/**
 * The providers, by name as the editor lists them. The only file that imports across them; a new one
 * is its folder, its credential, and one line here.
 */
import type { Registration } from '../n8n/registration';
import { clickSendRegistration } from './ClickSend/registration';
import { engageLabRegistration } from './EngageLabSms/registration';
import { goToneRegistration } from './GoToneSms/registration';
import { smsMobileRegistration } from './SmsMobileApi/registration';
import { submailRegistration } from './Submail/registration';

export const PROVIDERS: readonly [Registration, ...Registration[]] = [
	clickSendRegistration,
	engageLabRegistration,
	goToneRegistration,
	smsMobileRegistration,
	submailRegistration,
];
