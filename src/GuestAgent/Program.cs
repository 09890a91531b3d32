return await Fleet.GuestAgent.Commands.AgentCommands.RunAsync(args).ConfigureAwait(false);
