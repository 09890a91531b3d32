using Fleet.ControlPlane.Hosting;

return await Verbs.RunAsync(args);
