using Center.Api.Plumbing;

return await CenterProgram.RunAsync(args);
