// Talking to the demo's server: JSON calls, and the stream of changes.
export async function get(path) {
  return answer(await fetch(path));
}

export async function post(path, given) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(given) }));
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

// Calls `heard` with every change and `lost(true)` when the server is gone; the browser reconnects by itself.
export function listen(heard, lost) {
  const source = new EventSource("/demo/events");
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = () => lost(false);
  source.onerror = () => lost(true);
}
