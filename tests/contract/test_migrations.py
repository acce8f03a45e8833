"""Migrations are never edited once they are out: a library that has applied one would be refused."""

from __future__ import annotations

from imageparser.library import migrate

# The step that is being worked on may change until it is released; then its digest stands here for good.
DIGESTS = {
    1: "8e3f99467dd2eec6fbd4b55db26ba7cd06f4b2c718594bb7be45758a02bf9ec4",
    2: "155cfca2ffb91e626ba9a3ac0ded0a3e3737c0c7b813621532bc7e74351de428",
    3: "692d937504d3ffb4d83e6178988080c5fe9518e1f36506b5d4edf0b38062bffc",
    4: "e4ea8c57b99e33ffe38b72dc9498382a688f01b4f3f8c6e26dcd802f022d9e71",
    5: "17a0e4cba18ce1fdc03a4e3664093b16d3699fca5dba61f9de4ca8726148c1ba",
    6: "045671a69b14032d735e70e6bc615a144b35630dd8f448bfe311fb808044a31c",
    7: "a682eecad686dfdca5fdc7e6ed9a3340e4478c0ba4a67f1335494824c713eb7d",
    8: "09245dfe7534f43f84a5846b2f9384f7b5fff9a8b5a25e6f766a2690abdcda90",
    9: "c234fa8b72a5235c7beee9778c6353a01fc7c5be874b3aeba218ccc586617540",
    10: "0b934533f63ca7523330e5a2a242110f6e7218f1e2a6378a563bd5ef13eabea4",
    11: "7fefd840444fd19bce7ac0117a815b184cb3a1d03036fbc2ae8e5138f14538a8",
    12: "5bf176768505a40cefe2bbf67339a93fa8c915536ccba7dd2e4a4528f5b4791d",
    13: "3be59183526a5d548c6bbe72deb5089b0bc4b49b0265f1922011ee8a48461868",
    14: "8390a89508e2f77751a13b95e6961c809fa77860649c6cd9be4edabd77c4a198",
    15: "b65e860da9ffaf99a684b094af308667742375d338ef50360a39b49c9c5530ef",
}


def test_no_migration_was_edited() -> None:
    assert {step.version: step.digest for step in migrate.steps()} == DIGESTS
