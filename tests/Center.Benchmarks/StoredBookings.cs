using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>What the database holds after a benchmark, asked past the service.</summary>
internal static class StoredBookings
{
    private const string Overlaps = """
        select count(*) from center.allocation a
        join center.allocation b on b.unit = a.unit and b.during && a.during and b.booking <> a.booking
        """;

    private const string PeopleInTwoPlaces = """
        select count(*) from center.presence a
        join center.presence b on b.centre = a.centre and b.person = a.person and b.during && a.during
             and b.booking <> a.booking
        """;

    /// <summary>Bookings that hold something.</summary>
    public static Task<long> CountAsync(BenchmarkedCenter center) =>
        NumberAsync(center, "select count(distinct booking) from center.allocation");

    /// <summary>Checks that what was answered is what is stored, and that nothing stands in the way of anything.</summary>
    /// <param name="center">The service.</param>
    /// <param name="accepted">Bookings that were answered with 201.</param>
    /// <exception cref="BenchmarkFailure">It is not so.</exception>
    public static async Task CheckAsync(BenchmarkedCenter center, long accepted)
    {
        var events = await NumberAsync(
            center,
            "select count(distinct stream_id) from center.mt_events where stream_id like 'booking/%'"
        );
        var (held, overlaps) = (await CountAsync(center), await NumberAsync(center, Overlaps));
        var doubled = await NumberAsync(center, PeopleInTwoPlaces);
        if (held != accepted || events != accepted || overlaps != 0 || doubled != 0)
        {
            throw new BenchmarkFailure(
                $"{accepted} bookings accepted, {events} in the log, {held} hold units, {overlaps} overlap, {doubled} put a person in two places."
            );
        }
    }

    /// <summary>Asks for one number.</summary>
    public static async Task<long> NumberAsync(BenchmarkedCenter center, string sql)
    {
        await using var command = center.Database.CreateCommand(sql);
        command.CommandTimeout = 300;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
