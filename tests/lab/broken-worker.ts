throw new SyntaxError('this worker cannot even be loaded');
