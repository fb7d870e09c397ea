using System;
using System.IO;
using Center.Api.Plumbing;
using Center.Benchmarks;

if (BenchmarkRequest.Read(args) is not { } request)
{
    await Console.Error.WriteLineAsync(BenchmarkRequest.Usage);
    return 2;
}

try
{
    await Benchmarks.RunAsync(request);
    return 0;
}
catch (Exception failure) when (failure is BenchmarkFailure or StartupFailure or IOException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
