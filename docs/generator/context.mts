/** As much of n8n's execute context as operations and clients ask for; nothing is ever sent. */
import { type IDataObject, type IExecuteFunctions, type IHttpRequestOptions } from 'n8n-workflow';

export interface Surroundings {
	/** Parameters of the node, resource locators by their value. */
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly credential?: IDataObject;
	/** Gets every request. It is answered with the time, for some clients ask for that first. */
	readonly onRequest?: (options: IHttpRequestOptions) => void;
}

export function documentationContext({
	parameters = {},
	credential = {},
	onRequest = () => undefined,
}: Surroundings): IExecuteFunctions {
	const answer = async (_type: string, options: IHttpRequestOptions) => {
		onRequest(options);
		const body = JSON.stringify({ timestamp: Math.floor(Date.now() / 1000) });
		return await Promise.resolve({ statusCode: 200, headers: {}, body });
	};
	const there = {
		getNode: () => ({
			id: 'docs',
			name: 'Documentation',
			type: 'documentation',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
			// Every credential that a client asks for is chosen.
			credentials: new Proxy({}, { get: () => ({ id: 'docs', name: 'Documentation' }) }),
		}),
		getInputData: () => [{ json: {} }],
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			Object.hasOwn(parameters, name) ? parameters[name] : fallback,
		getCredentials: async () => await Promise.resolve(credential),
		helpers: { httpRequestWithAuthentication: answer },
	};
	// Whatever else were asked for is not there, and the generator would fail.
	return there as unknown as IExecuteFunctions;
}
