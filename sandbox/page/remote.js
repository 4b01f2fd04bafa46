// The page's requests to the sandbox.

export async function post(path, body) {
	const response = await fetch(`/__sandbox/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) say((await response.json()).error ?? 'The request failed.', 'off');
}

export function say(text, tone) {
	const live = document.getElementById('live');
	live.textContent = text;
	live.className = `live ${tone}`;
}

/** The messages and replies so far. */
export async function readAll() {
	const read = async (path) => (await fetch(`/__sandbox/${path}?limit=5000`)).json();
	const [{ messages }, { replies }] = await Promise.all([read('messages'), read('replies')]);
	return { messages, replies };
}
