// What the editor asks of the server: JSON, parts of pages, acts with the form's token.
export async function ask(url, signal = null) {
  try {
    const answer = await fetch(url, { signal, credentials: "same-origin" });
    if (answer.redirected) location.reload();
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (error.name !== "AbortError") console.error(error);
    return null;
  }
}

export async function page(url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.redirected) location.reload();
    return answer.ok ? await answer.text() : null;
  } catch (error) {
    console.error(error);
    return null;
  }
}

// An act; where the network is gone, or the session, the answer says so and nothing was done.
export async function send(url, body, bar) {
  try {
    const answer = await fetch(url, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": bar.querySelector("[name=csrfmiddlewaretoken]").value },
    });
    if (answer.redirected) location.reload();
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { ok: answer.ok && isJson, status: answer.status, data: isJson ? await answer.json() : {} };
  } catch (error) {
    console.error(error);
    return { ok: false, status: 0, data: {} };
  }
}

export function stale(box, { theirs, mine }) {
  box.querySelector("[data-keep-theirs]")?.addEventListener("click", theirs);
  box.querySelector("[data-write-mine]")?.addEventListener("click", mine);
}
