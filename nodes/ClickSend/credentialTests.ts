import { ClickSendApi } from '../../credentials/ClickSendApi.credentials';
import { MatonApi } from '../../credentials/MatonApi.credentials';
import { credentialTest } from '../../n8n/http/credential-test';
import { addressOf, gatewayOf, readAnswer } from './client';
import { matonFailure } from './errors';

export const clickSendApiTest = credentialTest(new ClickSendApi(), {
	baseUrl: addressOf,
	request: { method: 'GET', path: '/v3/account' },
	read: readAnswer,
});

/** Calls ClickSend through the gateway: a valid Maton key alone does not prove a connection. */
export const matonApiTest = credentialTest(new MatonApi(), {
	baseUrl: gatewayOf,
	request: { method: 'GET', path: '/clicksend/v3/account' },
	read: (outcome) => readAnswer(matonFailure(outcome)),
});
