"""The room of deployment: a built site, brought to where readers see it, and back again.

A target is a folder, here or on another machine. Below it stand

    releases/TIME-HASH/   sites, each whole and never changed again
    current               a link to one of them: what the web server shows
    ledger/               a manifest (sha256sum's format) and the facts of each release
    incoming/             what is being made; cleared by whoever comes next
    .lock                 held by whoever deploys

Every step is a command on the target's machine; the last one, which readers see, is one rename.
"""
