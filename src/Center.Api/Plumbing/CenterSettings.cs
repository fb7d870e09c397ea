using System;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Plumbing;

/// <summary>What the operator can set, by configuration file, environment or command line.</summary>
internal sealed record CenterSettings
{
    /// <summary>Where the service listens when nothing else is said.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Connection string, or null for a private PostgreSQL (<c>ConnectionStrings__Center</c>).</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Folder of keys, the private PostgreSQL and its log (<c>CENTER_HOME</c>, default <c>.center</c>).</summary>
    public required string Home { get; init; }

    /// <summary>Definition file that is imported on first start (<c>Center__Definition</c>).</summary>
    public required string Definition { get; init; }

    /// <summary>Holiday calendar that is imported with it (<c>Center__Holidays</c>).</summary>
    public required string Holidays { get; init; }

    /// <summary>Whether the environment was explicitly set to Production; then no private PostgreSQL is started.</summary>
    public bool ExplicitProduction { get; init; }

    /// <summary>One service on its own database: background work needs no election among nodes.</summary>
    public bool SingleNode { get; init; }

    public static CenterSettings Of(IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("Center");
        var shipped = AppContext.BaseDirectory;
        return new CenterSettings
        {
            ConnectionString = string.IsNullOrWhiteSpace(connection) ? null : connection,
            Home = Or(configuration["CENTER_HOME"], ".center"),
            Definition = Or(configuration["Center:Definition"], $"{shipped}Definitions/nanyang-xincun.json"),
            Holidays = Or(configuration["Center:Holidays"], $"{shipped}Definitions/holidays-cn.json"),
            ExplicitProduction = IsProduction("ASPNETCORE_ENVIRONMENT") || IsProduction("DOTNET_ENVIRONMENT"),
            SingleNode = string.IsNullOrWhiteSpace(connection) || configuration.GetValue("Center:SingleNode", false),
        };
    }

    private static string Or(string? value, string otherwise) => string.IsNullOrWhiteSpace(value) ? otherwise : value;

    private static bool IsProduction(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "Production", StringComparison.OrdinalIgnoreCase);
}
