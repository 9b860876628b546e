interface History {
  push(path: string): void;
}

/**
 * Turns clicks on plain links under `base` into navigations without a reload, so that shared parts need no router.
 * Downloads, new tabs, other sites and links already handled are left to the browser. Returns the way to stop.
 */
export function followLinks(history: History, base: string, except: readonly string[] = []): () => void {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (
      link === null ||
      link.origin !== location.origin ||
      link.target !== "" ||
      link.hasAttribute("download")
    )
      return;
    const outside = !link.pathname.startsWith(base) || except.some((path) => link.pathname.startsWith(path));
    const sameDocument = link.pathname === location.pathname && link.hash !== "";
    if (outside || sameDocument) return;
    event.preventDefault();
    history.push(link.pathname + link.search + link.hash);
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
