#!/usr/bin/env python3
"""Reads one field of a credential as a tool, over gRPC.

    klad_tool.py PEM_DIR TOKEN_FILE SAFE/TITLE FIELD

PEM_DIR and TOKEN_FILE are what `klad tool new NAME --safe SAFE --until DATE
--pem PEM_DIR >TOKEN_FILE` wrote. FIELD is password, note, key, one_time_code,
recovery_codes, or a free field's name. Needs Python's grpc, nacl and protobuf,
and protoc; klad_format.py stands beside this file, .proto files in proto/.

It verifies what a reader must: the signatures and links of the roster, the
key's commitment, each change of the safe and the root of its map. What it does
not judge is the table of who may write what (FORMAT.md, section 13): a program
that must not trust the server at all runs `klad get` instead.
"""

import base64
import pathlib
import subprocess
import sys
import tempfile
import time

import grpc

import klad_format as klad

HERE = pathlib.Path(__file__).parent
KINDS = {1: 'password', 2: 'one_time_code', 3: 'note', 4: 'recovery_codes',
         5: 'key'}
PURPOSE_RUN = 2


def compile_protos():
    """Messages from proto/, for this run; a build would do it once."""
    folder = tempfile.mkdtemp(prefix='klad-api-')
    protos = [str(path) for path in sorted(HERE.glob('proto/**/*.proto'))]
    subprocess.run(['protoc', f'--proto_path={HERE / "proto"}',
                    f'--python_out={folder}', *protos], check=True)
    sys.path.insert(0, folder)


compile_protos()

from klad.trust.v1 import credential_pb2  # noqa: E402
from klad.trust.v1 import identity_pb2  # noqa: E402
from klad.trust.v1 import ledger_pb2  # noqa: E402
from klad.trust.v1 import roster_pb2  # noqa: E402
from klad.trust.v1 import signed_pb2  # noqa: E402
from klad.v1 import credential_pb2 as credential_service  # noqa: E402
from klad.v1 import roster_pb2 as roster_service  # noqa: E402
from klad.v1 import system_pb2 as system_service  # noqa: E402


class Tool:
    """A tool at work."""

    def __init__(self, pem, token):
        text = pathlib.Path(token).read_text(encoding='ascii').strip()
        packed, made_on, _ = klad.parse_token(text)
        self.about, self.keys = klad.unpack_identity(
            packed, identity_pb2.Identity)
        self.made_on = klad.parse(signed_pb2.Position, made_on)
        self.channel = self.connect(pathlib.Path(pem))
        self.roster = klad.Roster(self.about.organisation, roster_pb2.Entry)
        self.ledger = signed_pb2.Position()
        self.entries = []

    def connect(self, pem):
        """The server is who the CA of ca.pem vouches for under this name."""
        credentials = grpc.ssl_channel_credentials(
            *((pem / name).read_bytes()
              for name in ('ca.pem', 'key.pem', 'cert.pem')))
        return grpc.secure_channel(self.about.server, credentials, options=[
            ('grpc.ssl_target_name_override',
             self.about.organisation.hex() + '.klad')])

    def call(self, method, request, response_type):
        return self.channel.unary_unary(
            '/klad.v1.' + method,
            request_serializer=type(request).SerializeToString,
            response_deserializer=response_type.FromString)(
                request, timeout=10)

    def ping(self):
        return self.call('SystemService/Ping', system_service.PingRequest(),
                         system_service.PingResponse).time_ms

    # The roster.

    def position(self):
        return signed_pb2.Position(sequence=len(self.roster.links) - 1,
                                   link=self.roster.links[-1])

    def learn(self, news):
        for signed in news.roster:
            self.roster.apply(signed)
            self.entries.append(signed)
        klad.require(self.roster.founding == self.about.founding,
                     'another organisation')
        klad.verify_ledger_head(self.about.organisation, self.audit_key(),
                                news.ledger)
        self.ledger = news.ledger.position

    def audit_key(self):
        named = b''
        for entry in self.roster.entries:
            kind = entry.WhichOneof('kind')
            if kind == 'founded':
                named = entry.founded.server.audit_key
            elif kind == 'server_keys':
                named = entry.server_keys.audit_key
        return named

    def replay(self):
        while True:
            request = roster_service.ReplayRequest()
            if self.entries:
                request.known.roster.CopyFrom(self.position())
            news = self.call('RosterService/Replay', request,
                             roster_service.ReplayResponse).news
            self.learn(news)
            if len(self.entries) >= news.roster_sequence:
                break
        links = self.roster.links
        klad.require(self.made_on.sequence < len(links) and
                     links[self.made_on.sequence] == self.made_on.link,
                     'another roster than the one the token was made on')

    # A safe.

    def granted(self):
        """Ids of the safes that were granted to this tool directly."""
        safes = []
        for entry in self.roster.entries:
            if (entry.WhichOneof('kind') == 'granted' and
                    entry.granted.target.member == self.about.member):
                safes.append(entry.granted.safe)
        return list(dict.fromkeys(safes))

    def safe_keys(self, safe):
        """epoch -> key, from the newest down: the present opens the past."""
        epoch = len(self.roster.safe_epochs[safe])
        request = roster_service.EnvelopesRequest()
        wanted = request.wanted.add()
        wanted.key.safe = safe
        wanted.epoch = epoch
        record = self.call('RosterService/Envelopes', request,
                           roster_service.EnvelopesResponse).envelopes[0]
        record.key.safe, record.epoch = safe, epoch
        key = klad.open_key_envelope(self.roster, record,
                                     self.keys.box_scalar, b'member',
                                     self.about.member)
        keys = {}
        while True:
            keys[epoch] = klad.check_safe_key(self.roster, safe, epoch, key)
            if epoch == 1:
                return keys
            sealed = self.roster.safe_epochs[safe][epoch - 1].previous
            key = klad.open_previous(self.roster, b'safe', safe, epoch, key,
                                     sealed)
            epoch -= 1

    def follow(self, safe):
        """(head, credential -> (header, its hash, overview), sealed)."""
        head, items = signed_pb2.Position(), {}
        keys = self.safe_keys(safe)
        while True:
            request = credential_service.FollowRequest(safe=safe, after=head)
            request.known.roster.CopyFrom(self.position())
            answer = self.call('CredentialService/Follow', request,
                               credential_service.FollowResponse)
            self.learn(answer.news)
            sealed = {klad.H('klad1.part', part): part
                      for part in answer.safe.overviews}
            for signed in answer.safe.changes:
                head = self.take(safe, head, signed, sealed, keys, items)
            if head.sequence >= answer.safe.sequence:
                return keys, head, items

    def take(self, safe, head, signed, sealed, keys, items):
        change, headers = klad.verify_change(
            self.roster, safe, head.sequence, head.link, signed,
            credential_pb2.Change, credential_pb2.Header)
        for header, data in headers:
            overview = items.get(header.credential, (None, None, None))[2]
            if header.overview.hash in sealed:
                overview = klad.parse(credential_pb2.Overview, klad.open_part(
                    keys[header.overview.epoch], header, klad.OVERVIEW,
                    sealed[header.overview.hash]))
            items[header.credential] = (header, klad.hash_header(data),
                                        overview)
        root = klad.map_root(safe, {credential: item[1]
                                    for credential, item in items.items()})
        klad.require(root == change.root, 'root')
        return signed_pb2.Position(
            sequence=head.sequence + 1,
            link=klad.link_change(head.link, signed))

    # A secret.

    def reveal(self, keys, head, header):
        """Its fields, by name. Recorded before it is given out."""
        exposure = ledger_pb2.Exposure(
            safe=header.safe, credential=header.credential,
            version=header.secret.version, generation=header.generation,
            purpose=PURPOSE_RUN, time_ms=int(time.time() * 1000),
            roster=self.position(), change=head, ledger=self.ledger)
        body = exposure.SerializeToString()
        request = credential_service.RevealRequest(
            head=head, safe=header.safe, credential=header.credential,
            version=header.secret.version, purpose=PURPOSE_RUN)
        request.known.roster.CopyFrom(self.position())
        request.exposure.author = self.about.member
        request.exposure.body = body
        request.exposure.signature = self.keys.sign_body(
            klad.context('klad/1/exposure', self.about.organisation,
                         self.about.member), body)
        answer = self.call('CredentialService/Reveal', request,
                           credential_service.RevealResponse)
        self.learn(answer.news)
        secret = klad.open_part(keys[header.secret.epoch], header,
                                klad.SECRET, answer.secret)
        return {KINDS.get(kind, name): value
                for kind, name, value in klad.parse_secret(secret)}


def main():
    pem, token, reference, field = sys.argv[1:]
    safe_name, title = reference.split('/', 1)
    tool = Tool(pem, token)
    tool.ping()
    tool.replay()
    for safe in tool.granted():
        keys, head, items = tool.follow(safe)
        epoch = tool.roster.sealed_names[safe][0]
        if klad.open_safe_name(tool.roster, safe, keys[epoch]) != safe_name:
            continue
        for header, _, overview in items.values():
            if not header.deleted and overview.title == title:
                print(tool.reveal(keys, head, header)[field])
                return 0
    print(f'no credential is called {reference}', file=sys.stderr)
    return 6


if __name__ == '__main__':
    sys.exit(main())
