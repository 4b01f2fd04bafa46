import { SubmailApi } from '../../credentials/SubmailApi.credentials';
import { isObject } from '../../core/values';
import { credentialTest, problemOf } from '../../n8n/http/credential-test';
import { openSubmail, readAnswer } from './client';
import { NOT_SUBMAIL } from './errors';

/** Asks for the balance, with the signature that the credential names. */
export const submailApiTest = credentialTest(new SubmailApi(), {
	request: { method: 'POST', path: '/balance/sms.json', form: {} },
	open: openSubmail,
	read: readAnswer,
	// Others answer "success" as well; a balance they have not.
	check: (body) =>
		isObject(body) && body.balance !== undefined ? undefined : problemOf(NOT_SUBMAIL),
});
