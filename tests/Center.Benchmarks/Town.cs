using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>The people who book, the applications that book for them, and the slots that are left.</summary>
internal sealed class Town
{
    private const int PersonCount = 2000;
    private const int ClientKeys = 64;
    private const int AtOnce = 8;

    private Town(IReadOnlyList<Guid> people, IReadOnlyList<string> clients, IReadOnlyList<string> residents)
    {
        People = people;
        Clients = clients;
        Residents = residents;
    }

    /// <summary>Registered people.</summary>
    public IReadOnlyList<Guid> People { get; }

    /// <summary>Keys of applications that book for others.</summary>
    public IReadOnlyList<string> Clients { get; }

    /// <summary>Keys of the first people, who book for themselves.</summary>
    public IReadOnlyList<string> Residents { get; }

    /// <summary>Slots that nobody has.</summary>
    public Slots Slots { get; } = new();

    /// <summary>Registers everybody.</summary>
    /// <param name="center">The service.</param>
    /// <param name="residents">How many people have a key of their own.</param>
    public static async Task<Town> FoundAsync(BenchmarkedCenter center, int residents = 0)
    {
        using var http = new HttpClient { BaseAddress = center.Service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", center.AdminKey);
        var people = await MakeAsync(http, "/api/v1/people", PersonCount, _ => new { ageBand = "adult" }, "id");
        var ids = people.Select(Guid.Parse).ToList();
        var keys = await MakeAsync(
            http,
            "/api/v1/keys",
            ClientKeys,
            i => new { name = $"application {i}", role = "client" },
            "key"
        );
        var own = await MakeAsync(
            http,
            "/api/v1/keys",
            residents,
            i => new
            {
                name = $"resident {i}",
                role = "resident",
                person = ids[i],
            },
            "key"
        );
        return new Town(ids, keys, own);
    }

    /// <summary>A booking of the next free slot, made by an application for somebody who is nowhere else then.</summary>
    /// <param name="client">Number of the client.</param>
    public byte[] NextBooking(int client)
    {
        var slot = Slots.Next();
        return Booking(slot, Clients[client % Clients.Count], PersonAt(slot));
    }

    /// <summary>Somebody who has no other slot at that time.</summary>
    public Guid PersonAt(Slot slot) => People[slot.Number % People.Count];

    /// <summary>A booking as a request.</summary>
    /// <param name="slot">What is booked.</param>
    /// <param name="key">Who asks.</param>
    /// <param name="person">For whom; null for the holder of the key.</param>
    public static byte[] Booking(Slot slot, string key, Guid? person)
    {
        var onBehalfOf = person is { } one ? $",\"onBehalfOf\":\"{one}\"" : string.Empty;
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"facility\":\"{slot.Facility}\",\"start\":\"{slot.Start:yyyy-MM-ddTHH:mm:sszzz}\",\"end\":\"{slot.End:yyyy-MM-ddTHH:mm:sszzz}\",\"people\":1{onBehalfOf}}}"
        );
        return HttpConversation.Request(key, "POST /api/v1/bookings", body);
    }

    private static async Task<IReadOnlyList<string>> MakeAsync(
        HttpClient http,
        string path,
        int count,
        Func<int, object> body,
        string member
    )
    {
        var made = new string[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, stopping) =>
            {
                var text = JsonSerializer.Serialize(body(i));
                using var content = new StringContent(text, Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, stopping);
                var told = await answer.Content.ReadAsStringAsync(stopping);
                made[i] = answer.IsSuccessStatusCode
                    ? JsonDocument.Parse(told).RootElement.GetProperty(member).GetString()!
                    : throw new BenchmarkFailure($"{path} answered {told}");
            }
        );
        return made;
    }
}
