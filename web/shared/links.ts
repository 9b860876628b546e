/**
 * Turns clicks on plain links under `base` into navigations without a reload, so that shared parts need no router.
 * Downloads, new tabs, other sites and links already handled are left to the browser. The keyboard goes on at the
 * main part of the new page. Returns the way to stop.
 */
export function followLinks(
  navigate: (path: string) => void,
  base: string,
  except: readonly string[] = [],
): () => void {
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
    navigate(link.pathname + link.search + link.hash);
    document.getElementById("main")?.focus({ preventScroll: true });
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
