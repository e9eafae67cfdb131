import { useEffect, useState } from "react";

/** Has the played primary model break off in the middle of its answers. Not there when real models answer. */
export function PrimarySwitch() {
  const [isBroken, setIsBroken] = useState<boolean>();

  useEffect(() => {
    void ask().then(setIsBroken);
  }, []);

  if (isBroken === undefined) return null;
  return (
    <label className="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isBroken}
        aria-checked={isBroken}
        onChange={({ target }) => {
          setIsBroken(target.checked);
          void ask({ isBroken: target.checked }).then(setIsBroken);
        }}
      />
      <span>
        Break the primary model
        <small>It stops in mid-sentence, and another one takes over.</small>
      </span>
    </label>
  );
}

async function ask(change?: { readonly isBroken: boolean }): Promise<boolean | undefined> {
  const response = await fetch("/api/primary", change && { method: "PUT", body: JSON.stringify(change) });
  const answer = (await response.json()) as { readonly isBroken?: boolean };
  return answer.isBroken;
}
