//! The page for an address that leads nowhere. A host shows it at any depth, so it finds the site's root itself, by
//! looking for `nines-site.json` in one folder after another upwards, and then mends its links.
//!
//! It does not start the application: who is lost needs three links, not a laboratory.

pub const TEXT: &str = "\
<h1>There is no page here</h1>
<p>The address may have a typing mistake, or the page has moved. What you saved in this browser is untouched.</p>
<ul>
<li><a href=\"./\">The front page</a></li>
<li><a href=\"./map/\">The course, lesson by lesson</a></li>
<li><a href=\"./sandbox/\">The sandbox</a></li>
</ul>
";

/// Plain old JavaScript, because this page must work where the application does not. Twelve folders upwards is more than
/// any host nests a site. The marker is asked for by name and content: a host may answer every address with some page.
pub const SCRIPT: &str = "\
(function () {
  var folders = location.pathname.split(\"/\").slice(0, -1);
  var left = 12;
  function mend(root) {
    document.body.setAttribute(\"data-root\", root);
    var all = document.querySelectorAll(\"[href^='./']\");
    for (var i = 0; i < all.length; i++) {
      all[i].setAttribute(\"href\", root + all[i].getAttribute(\"href\").slice(2));
    }
  }
  function look() {
    if (folders.length === 0 || left-- === 0 || typeof fetch !== \"function\") return;
    var root = folders.join(\"/\") + \"/\";
    folders.pop();
    fetch(root + \"nines-site.json\").then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (site) {
      if (site && site.site === \"nines\") mend(root); else look();
    }, look);
  }
  look();
})();
";
