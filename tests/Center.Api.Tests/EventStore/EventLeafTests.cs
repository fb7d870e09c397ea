using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.EventStore;

/// <summary>
/// The form of an event and its leaf can never change: every proof ever given out rests on them. The digests were made
/// with Python: <c>hashlib.sha256(salt + json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())</c>.
/// </summary>
public sealed class EventLeafTests
{
    private const string Salt = "000102030405060708090a0b0c0d0e0f";

    private static readonly StoredEvent _full = new(
        42,
        Guid.Parse("0190a5b2-7c00-7000-8000-00000000000a"),
        "booking/0190a5b2-7c00-7000-8000-00000000000b",
        3,
        "booking.confirmed.v1",
        new DateTimeOffset(2026, 11, 28, 6, 0, 0, TimeSpan.Zero).AddMicroseconds(1250),
        "0190a5b2-7c00-7000-8000-000000000001",
        "trace-1",
        "cause-1",
        """{"terms": {"note": null, "open": true, "people": 10, "facility": "音乐室", "features": ["piano", "镜"]}}""",
        $$"""{"salt":"{{Salt}}","role":"steward","channel":"api","request":"request-1","onBehalfOf":"0190a5b2-7c00-7000-8000-000000000002","policy":"2026-01"}"""
    );

    private static readonly StoredEvent _bare = new(
        1,
        Guid.Empty,
        "person/1",
        1,
        "personal-data.erased.v1",
        new DateTimeOffset(2026, 11, 28, 6, 0, 0, TimeSpan.Zero),
        null,
        null,
        null,
        "{}",
        """{"salt":"ffffffffffffffffffffffffffffffff"}"""
    );

    [Fact]
    public void the_canonical_form_of_a_full_event_is_fixed() =>
        Encoding
            .UTF8.GetString(EventLeaf.Canonical("nanyang_xincun", _full))
            .ShouldBe(
                """{"actor":"0190a5b2-7c00-7000-8000-000000000001","at":"2026-11-28T06:00:00.00125Z","body":{"terms":{"facility":"音乐室","features":["piano","镜"],"note":null,"open":true,"people":10}},"causation":"cause-1","centre":"nanyang_xincun","channel":"api","correlation":"trace-1","id":"0190a5b2-7c00-7000-8000-00000000000a","onBehalfOf":"0190a5b2-7c00-7000-8000-000000000002","policy":"2026-01","position":42,"request":"request-1","role":"steward","stream":"booking/0190a5b2-7c00-7000-8000-00000000000b","type":"booking.confirmed.v1","version":3}"""
            );

    [Fact]
    public void the_leaf_of_a_full_event_is_fixed() =>
        Convert
            .ToHexStringLower(EventLeaf.Of("nanyang_xincun", _full))
            .ShouldBe("abd56d4ce4b4abfdbdc2d12b415751a329bfb5d2fa95bdca50accb6da1d9d8fd");

    [Fact]
    public void the_leaf_of_a_bare_event_is_fixed() =>
        Convert
            .ToHexStringLower(EventLeaf.Of("test", _bare))
            .ShouldBe("e2deffeb221ec9f49a37830d2b287266bd357f2d3dba7772d190f7c371bbfae6");

    [Fact]
    public void every_changed_bit_changes_the_leaf()
    {
        var salt = Convert.FromHexString(Salt);
        var canonical = EventLeaf.Canonical("nanyang_xincun", _full);
        var leaves = new HashSet<string> { Leaf(salt, canonical) };
        foreach (var bytes in new[] { salt, canonical })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                leaves.Add(Leaf(salt, canonical)).ShouldBeTrue($"bit {bit} of {bytes.Length} bytes");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        leaves.Count.ShouldBe(1 + ((16 + canonical.Length) * 8));
    }

    [Fact]
    public void every_changed_member_changes_the_leaf()
    {
        StoredEvent[] changed =
        [
            _full with
            {
                Position = 43,
            },
            _full with
            {
                Id = Guid.Empty,
            },
            _full with
            {
                Stream = _full.Stream + "0",
            },
            _full with
            {
                Version = 4,
            },
            _full with
            {
                Type = "booking.confirmed.v2",
            },
            _full with
            {
                At = _full.At.AddMicroseconds(1),
            },
            _full with
            {
                Actor = null,
            },
            _full with
            {
                Correlation = null,
            },
            _full with
            {
                Causation = null,
            },
            _full with
            {
                Data = _full.Data.Replace("10", "11", StringComparison.Ordinal),
            },
            .. new[] { "salt", "role", "channel", "request", "onBehalfOf", "policy" }.Select(header =>
                _full with
                {
                    Headers = _full.Headers.Replace(
                        $"\"{header}\":\"{_full.Header(header)}\"",
                        $"\"{header}\":\"{new string('0', 32)}\"",
                        StringComparison.Ordinal
                    ),
                }
            ),
        ];

        var leaves = changed.Select(e => Convert.ToHexString(EventLeaf.Of("nanyang_xincun", e))).ToHashSet();
        leaves.Add(Convert.ToHexString(EventLeaf.Of("elsewhere", _full)));
        leaves.Add(Convert.ToHexString(EventLeaf.Of("nanyang_xincun", _full)));

        leaves.Count.ShouldBe(changed.Length + 2);
    }

    [Fact]
    public void the_order_and_spacing_in_which_a_body_is_stored_do_not_matter()
    {
        var other = _full with { Data = CompactOf(_full.Data) };

        EventLeaf.Of("nanyang_xincun", other).ShouldBe(EventLeaf.Of("nanyang_xincun", _full));
    }

    [Fact]
    public void an_event_without_a_salt_has_no_leaf() =>
        Should.Throw<FormatException>(() => EventLeaf.Of("test", _bare with { Headers = "{}" }));

    private static string CompactOf(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(json));

    private static string Leaf(byte[] salt, byte[] canonical) =>
        Convert.ToHexString(EventLeaf.Commitment(salt, canonical));
}
