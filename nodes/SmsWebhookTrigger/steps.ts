/** What there is to do at each provider; the editor shows the URL above the parameters. */
import type { INodeProperties } from 'n8n-workflow';

const notice = (
	name: string,
	displayName: string,
	show: Record<string, string[]>,
): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show },
});

export const STEPS: readonly INodeProperties[] = [
	notice(
		'clickSendSteps',
		'Nothing to set up: when the workflow is published, the node adds its automation rules at ClickSend, and removes them when it is unpublished. Rules of others stay as they are. ClickSend has to reach this n8n from the internet.',
		{ provider: ['clickSend'] },
	),
	notice(
		'smsMobileV1Steps',
		'1. Copy the Production URL. 2. Paste it in the dashboard of SMSMobileAPI as the webhook for received SMS. SMSMobileAPI signs nothing here: for more than the secret path, choose a credential and put <code>?token=…</code> with its secret behind the URL.',
		{ provider: ['smsMobileApi'], smsMobileVersion: ['v1'] },
	),
	notice(
		'smsMobileV2Steps',
		'1. In the dashboard of SMSMobileAPI, create a webhook with the Production URL and the events <code>sms.received</code>, <code>sms.sent</code> and <code>sms.failed</code>. 2. Copy its secret into the credential.',
		{ provider: ['smsMobileApi'], smsMobileVersion: ['v2'] },
	),
	notice(
		'submailSteps',
		'1. In the SUBMAIL console, create a SUBHOOK with the Production URL and the events delivered, dropped, sending and mo. 2. Copy its key into the credential. POST as form or JSON, and GET, all work.',
		{ provider: ['submail'] },
	),
	notice(
		'engageLabSteps',
		'1. Publish the workflow: EngageLab calls the URL when you save it. 2. In the EngageLab console, enter the Production URL as callback, with a user name and a secret. 3. Put both into the credential.',
		{ provider: ['engageLabSms'], engageLabGeneration: ['current'] },
	),
	notice(
		'smsHookSteps',
		'1. Publish the workflow: EngageLab may call the URL when you save it. 2. In the EngageLab console, enter the Production URL as SMSHook. 3. Put its app key into the credential as Username, and its secret as Secret. What SMSHook posts is not documented: look at raw before you build on a field.',
		{ provider: ['engageLabSms'], engageLabGeneration: ['legacy'] },
	),
];
