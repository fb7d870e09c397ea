using System;

namespace Center.Benchmarks;

/// <summary>The service answered wrongly, or could not be measured: no figure of this run may be believed.</summary>
/// <param name="message">What was found.</param>
internal sealed class BenchmarkFailure(string message) : Exception(message);
