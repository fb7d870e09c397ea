using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class LiveTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    [Fact]
    public async Task a_booking_is_told_to_whoever_watches_and_ids_are_positions()
    {
        using var watch = await WatchAsync("/api/v1/live", null);
        var first = await watch.NextAsync("position");
        await own.BookHallAsync();
        var booking = await watch.NextAsync("booking");
        booking.Data.ShouldContain("\"facility\":\"multi-function-hall\"");
        booking.Data.ShouldNotContain("person");
        var position = await watch.NextAsync("position");
        PositionOf(booking).ShouldBeGreaterThan(PositionOf(first));
        PositionOf(position).ShouldBeGreaterThanOrEqualTo(PositionOf(booking));
    }

    [Fact]
    public async Task who_comes_back_misses_nothing()
    {
        string seen;
        using (var watch = await WatchAsync("/api/v1/live", null))
        {
            seen = (await watch.NextAsync("position")).EventId!;
        }

        await own.BookHallAsync();
        using var again = await WatchAsync("/api/v1/live", seen);
        (await again.NextAsync("booking")).Data.ShouldContain("multi-function-hall");
    }

    [Fact]
    public async Task strangers_do_not_watch()
    {
        using var response = await own.Center.Http.GetAsync(
            new Uri("/api/v1/live", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static long PositionOf(SseItem<string> item) => long.Parse(item.EventId!, CultureInfo.InvariantCulture);

    private async Task<Watch> WatchAsync(string path, string? lastSeen)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastSeen is not null)
        {
            request.Headers.Add("Last-Event-ID", lastSeen);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", own.Center.AdminKey);
        var response = await own.Center.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new Watch(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Watch : IDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        private readonly IAsyncEnumerator<SseItem<string>> _items;

        public Watch(HttpResponseMessage response, Stream body)
        {
            _response = response;
            _patience.CancelAfter(TimeSpan.FromSeconds(30));
            _items = SseParser.Create(body).EnumerateAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
        }

        public async Task<SseItem<string>> NextAsync(string type)
        {
            while (await _items.MoveNextAsync())
            {
                if (_items.Current.EventType == type)
                {
                    return _items.Current;
                }
            }

            throw new InvalidOperationException($"The stream ended before a '{type}'.");
        }

        public void Dispose()
        {
            _response.Dispose();
            _patience.Dispose();
        }
    }
}
