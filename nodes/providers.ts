/**
 * The providers, sorted by name as the editor lists them. This is the only file that imports from
 * several of them: a new provider takes a folder, a credential, and one line here.
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
